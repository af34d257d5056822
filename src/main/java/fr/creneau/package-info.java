/** Creneau: the appointment site of a prefecture. */
@NullMarked
package fr.creneau;

import org.jspecify.annotations.NullMarked;

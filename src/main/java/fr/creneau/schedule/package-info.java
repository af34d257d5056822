/** Desks and slots on sale, and the snapshot every instance draws its calendar from. */
@NullMarked
package fr.creneau.schedule;

import org.jspecify.annotations.NullMarked;

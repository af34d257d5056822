/** What is on offer: desks, slots and seats. */
@NullMarked
package fr.creneau.domain.slot;

import org.jspecify.annotations.NullMarked;

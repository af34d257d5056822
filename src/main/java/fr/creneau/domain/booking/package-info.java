/** A request for a seat and what may become of it. */
@NullMarked
package fr.creneau.domain.booking;

import org.jspecify.annotations.NullMarked;

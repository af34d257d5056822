/** Requests and appointments in PostgreSQL, one row per seat: the final arbiter. */
@NullMarked
package fr.creneau.booking;

import org.jspecify.annotations.NullMarked;

/** Seats held for fifteen minutes: atomic scripts in Redis. Redis is a promise, PostgreSQL the truth. */
@NullMarked
package fr.creneau.hold;

import org.jspecify.annotations.NullMarked;

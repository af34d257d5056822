/** Brings the tables in line with a schedule file, without touching a booking: what to change is computed, then done at once. */
@NullMarked
package fr.creneau.schedule.imports;

import org.jspecify.annotations.NullMarked;

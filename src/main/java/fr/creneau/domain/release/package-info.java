/** Slots that go on sale together at an announced instant. */
@NullMarked
package fr.creneau.domain.release;

import org.jspecify.annotations.NullMarked;

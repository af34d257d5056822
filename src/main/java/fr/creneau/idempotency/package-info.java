/** Idempotency keys that clients choose, remembered for as long as their requests may be sent again. */
@NullMarked
package fr.creneau.idempotency;

import org.jspecify.annotations.NullMarked;

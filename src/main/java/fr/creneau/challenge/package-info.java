/** The security check: proof of work, or a code by mail. */
@NullMarked
package fr.creneau.challenge;

import org.jspecify.annotations.NullMarked;

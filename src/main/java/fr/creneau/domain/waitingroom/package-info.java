/** Who comes when, of those who enrolled for a release: a draw that anyone can recompute, and the queue it makes. */
@NullMarked
package fr.creneau.domain.waitingroom;

import org.jspecify.annotations.NullMarked;

/** The pages of a waiting room: enrol, wait, take up one's turn, and recompute the draw. */
@NullMarked
package fr.creneau.web.waitingroom;

import org.jspecify.annotations.NullMarked;

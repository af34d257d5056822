package fr.creneau.hold;

import fr.creneau.domain.release.ReleaseId;
import java.time.Instant;

/**
 * Somebody's turn: leave for one session to hold one seat of a release that has a waiting room.
 *
 * @param position whose turn it is
 * @param until its end, by the clock of Redis
 */
public record Pass(ReleaseId release, int position, SessionId session, Instant until) {}

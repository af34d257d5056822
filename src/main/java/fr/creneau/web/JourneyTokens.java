package fr.creneau.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The session of a client of the API, sealed: what a browser keeps in a cookie, such a client sends as a bearer token. */
public final class JourneyTokens {
    private final SealedCookie sealed;
    private final Duration lifetime;
    private final Clock clock;

    JourneyTokens(SealedCookie sealed, Duration lifetime, Clock clock) {
        this.sealed = sealed;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** @param expiresAt whole seconds */
    public record Issued(String token, Instant expiresAt) {}

    public Issued issue(Session session) {
        Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
        return new Issued(sealed.seal(SessionJson.write(session)), expiresAt);
    }

    /** Empty if it was not issued here, or too long ago. */
    public Optional<Session> open(String token) {
        return sealed.open(token).flatMap(SessionJson::read);
    }
}

package fr.creneau.web;

import fr.creneau.domain.release.ReleaseId;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The ticket of a client of the API, sealed with its session: it outlives the journey in which it was taken. */
public final class TicketTokens {
    private static final String RELEASE = "r";
    private static final String NUMBER = "n";
    private final SealedCookie sealed;
    private final Duration lifetime;
    private final Clock clock;

    TicketTokens(SealedCookie sealed, Duration lifetime, Clock clock) {
        this.sealed = sealed;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * @param session that enrolled, with its answers
     * @param number from 1
     */
    public record Ticket(Session session, ReleaseId release, int number) {}

    /** @param expiresAt whole seconds */
    public record Issued(String token, Instant expiresAt) {}

    public Issued issue(Ticket ticket) {
        JsonObject content = SessionJson.write(ticket.session())
                .put(RELEASE, ticket.release().value())
                .put(NUMBER, ticket.number());
        return new Issued(
                sealed.seal(content),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(lifetime));
    }

    /** Empty if it was not issued here, or too long ago. */
    public Optional<Ticket> open(String token) {
        return sealed.open(token).flatMap(TicketTokens::read);
    }

    private static Optional<Ticket> read(JsonObject content) {
        return SessionJson.read(content)
                .map(session ->
                        new Ticket(session, new ReleaseId(content.getString(RELEASE)), content.getInteger(NUMBER)));
    }
}

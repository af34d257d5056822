package fr.creneau.web;

import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.release.ReleaseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tickets of waiting rooms this browser has, newest first. The browser keeps them, sealed; one that is lost is found again by
 * enrolling with the same number.
 */
public record Tickets(List<Ticket> all) {
    static final Tickets NONE = new Tickets(List.of());
    private static final int MOST = 4;

    public Tickets {
        all = List.copyOf(all);
    }

    /**
     * @param number from 1
     * @param answers to the questions of the first page: the session in which they were given may be over when the turn comes
     * @param turn once it was taken up
     * @param agdref the number that was enrolled, for its owner to check; empty in a ticket of an older version of this site
     */
    public record Ticket(ReleaseId release, int number, Answers answers, Optional<Turn> turn, String agdref) {
        /** Whether its turn was taken up and is of no more use to this browser, whatever the clock says. */
        public boolean isUsedUp() {
            return turn.filter(taken -> taken.pass().isEmpty()).isPresent();
        }

        public Ticket with(Optional<Turn> other) {
            return new Ticket(release, number, answers, other, agdref);
        }

        /** Personal data: never in a log by accident. */
        @Override
        public String toString() {
            return "Ticket[" + release + " " + number + "]";
        }
    }

    /**
     * @param pass with which a seat can be held; empty once it is of no more use
     * @param until by the clock of PostgreSQL
     */
    public record Turn(Optional<String> pass, Instant until) {}

    public Optional<Ticket> of(ReleaseId release) {
        return all.stream().filter(ticket -> ticket.release().equals(release)).findFirst();
    }

    public Tickets with(Ticket ticket) {
        return new Tickets(Stream.concat(
                        Stream.of(ticket),
                        all.stream().filter(other -> !other.release().equals(ticket.release())))
                .limit(MOST)
                .toList());
    }
}

package fr.creneau.web.wizard;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.web.Tickets;
import fr.creneau.web.Tickets.Ticket;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of a desk's waiting rooms a visitor is led to: an old one, sold out or with a ticket that is used up, never stands in front of one
 * with anything to hope for. Pure.
 *
 * @param tickets of this browser
 * @param suits whether a release has, or may still get, a slot on the visitor's own days
 * @param now by PostgreSQL's clock
 */
record RoomChoice(Collection<Room> rooms, Tickets tickets, Predicate<ReleaseId> suits, Instant now) {
    /** The best first. */
    private enum Rank {
        TURN,
        ENROLLED,
        ENROLLING,
        TO_COME,
        NOTHING
    }

    /** The best; one with nothing to hope for only where there is no other, and of those the newest. */
    Optional<Room> best() {
        Comparator<Room> order = Comparator.<Room, Rank>comparing(this::rank)
                .thenComparing(room -> ticket(room).isEmpty())
                .thenComparing(room -> rank(room) == Rank.NOTHING ? -opens(room) : opens(room));
        return rooms.stream().min(order);
    }

    /** Whether there is anything to wait for. */
    boolean isWorthwhile() {
        return rooms.stream().anyMatch(room -> rank(room) != Rank.NOTHING);
    }

    private Rank rank(Room room) {
        return ticket(room).map(ticket -> rank(room, ticket)).orElseGet(() -> rankWithoutTicket(room));
    }

    private Rank rank(Room room, Ticket ticket) {
        Standing standing = room.standing(ticket.number(), now);
        if (standing instanceof Standing.Turn) {
            return ticket.isUsedUp() ? Rank.NOTHING : Rank.TURN;
        }
        return standing instanceof Standing.Enrolled || standing instanceof Standing.Waiting
                ? Rank.ENROLLED
                : Rank.NOTHING;
    }

    private Rank rankWithoutTicket(Room room) {
        if (room.isSoldOut() || !suits.test(room.release().id())) {
            return Rank.NOTHING;
        }
        return room.release().enrolsFrom().isAfter(now) ? Rank.TO_COME : Rank.ENROLLING;
    }

    private Optional<Ticket> ticket(Room room) {
        return tickets.of(room.release().id());
    }

    private static long opens(Room room) {
        return room.release().opens().toEpochMilli();
    }
}

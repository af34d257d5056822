package fr.creneau.web.wizard;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.web.Tickets;
import fr.creneau.web.Tickets.Ticket;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
    /** What a room is to the visitor, the best first. */
    enum Rank {
        TURN,
        ENROLLED,
        ENROLLING,
        TO_COME,
        NOTHING
    }

    /** The best; one with nothing to hope for only where there is no other, and of those the newest. */
    Optional<Room> best() {
        return rooms.stream().min(order());
    }

    /** Those with anything to hope for, the best first. */
    List<Room> worthwhile() {
        return rooms.stream()
                .filter(room -> rank(room) != Rank.NOTHING)
                .sorted(order())
                .toList();
    }

    /** How other pages announce them. */
    List<DeskRooms.Link> links() {
        return worthwhile().stream()
                .map(room -> new DeskRooms.Link(
                        "/rdv/" + room.release().desk() + "/file/"
                                + room.release().id(),
                        "queue.link." + key(room),
                        room.release().opens(),
                        room.release().enrolsFrom()))
                .toList();
    }

    private String key(Room room) {
        return switch (rank(room)) {
            case TURN -> "turn";
            case ENROLLED -> room.result().isPresent() ? "waiting" : "enrolled";
            case ENROLLING -> room.result().isPresent() ? "open" : "enrolling";
            case TO_COME, NOTHING -> "to-come";
        };
    }

    private Comparator<Room> order() {
        return Comparator.<Room, Rank>comparing(this::rank)
                .thenComparing(room -> ticket(room).isEmpty())
                .thenComparing(room -> rank(room) == Rank.NOTHING ? -opens(room) : opens(room));
    }

    Rank rank(Room room) {
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

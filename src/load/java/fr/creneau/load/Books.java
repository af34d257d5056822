package fr.creneau.load;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** PostgreSQL against what the clients were told. Every rule answers what is wrong, or nothing. */
final class Books {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final String SEATS_TWICE = """
            select count(*) from (
                select slot_id, seat_no from booking where desk_id = ? and active
                group by slot_id, seat_no having count(*) > 1) twice""";
    private static final String ROWS_ASTRAY = """
            select count(*) from booking
            left join seat on seat.booking_id = booking.id
            where booking.desk_id = ? and booking.active
              and (seat.slot_id, seat.seat_no) is distinct from (booking.slot_id, booking.seat_no)""";
    private static final String PEOPLE_TWICE = """
            select count(*) from (
                select person from booking where desk_id = ? and active group by person having count(*) > 1) twice""";
    private static final String WITHOUT_TURN = """
            select count(*) from booking join slot on slot.id = booking.slot_id
            where booking.desk_id = ? and slot.release_id = ? and booking.active and not exists (
                select from turn join ticket on ticket.release_id = turn.release_id and ticket.number = turn.ticket
                where turn.release_id = slot.release_id and ticket.person = booking.person)""";
    private static final String ROWS = """
            select (select count(*) from booking where desk_id = ? and email like ?)
                 + (select count(*) from decoy where email like ?)""";
    /** A decoy keeps a seat from sale as the request would have that it stands for. */
    private static final String TAKEN = """
            select count(*) from seat join slot on slot.id = seat.slot_id
            where slot.desk_id = ? and not slot.withdrawn
              and (seat.booking_id is not null or seat.available_from > now())""";

    private final Target target;
    private final String database;
    private final Ledger ledger;
    private final String mailPrefix;

    Books(Target target, String database, Ledger ledger, String mailPrefix) {
        this.target = target;
        this.database = database;
        this.ledger = ledger;
        this.mailPrefix = mailPrefix;
    }

    /** The rules by what they are called in the report. */
    interface Rule {
        Optional<String> broken() throws SQLException;
    }

    Map<String, Rule> rules() {
        return Map.of(
                "no-seat-twice", this::seatTwice,
                "no-person-twice", () -> none("people with two requests", count(PEOPLE_TWICE, target.desk())),
                "every-request-has-its-row", this::requestsWithoutRow,
                "free-held-and-taken-are-all", this::seatsAstray,
                "everybody-was-answered", () -> none("clients were not answered", ledger.withoutAnswer()));
    }

    /** Of a release with a waiting room: who made a request was let in. */
    Optional<String> requestsWithoutTurn(String release) throws SQLException {
        return none("requests of people who had no turn", count(WITHOUT_TURN, target.desk(), release));
    }

    private Optional<String> seatTwice() throws SQLException {
        return none("seats given to two clients", ledger.givenTwice())
                .or(() -> none("seats with two requests", countOrFail(SEATS_TWICE, target.desk())))
                .or(() -> none("requests without their seat", countOrFail(ROWS_ASTRAY, target.desk())));
    }

    private Optional<String> requestsWithoutRow() throws SQLException {
        String mails = mailPrefix + "%";
        long rows = count(ROWS, target.desk(), mails, mails);
        // Who was not answered may have made a request all the same.
        long most = ledger.requests() + (long) ledger.withoutAnswer();
        return rows >= ledger.requests() && rows <= most
                ? Optional.empty()
                : Optional.of(ledger.requests() + " requests were accepted, " + rows + " are in the books");
    }

    /** Redis says what is free about a second late: it is asked until it has had the time. */
    private Optional<String> seatsAstray() {
        Sum[] last = new Sum[1];
        try {
            await().atMost(SETTLED).ignoreExceptions().until(() -> {
                last[0] = sum();
                return last[0].isRight(target.own(), ledger.withoutAnswer());
            });
            System.out.println("Books: " + last[0]);
            return Optional.empty();
        } catch (ConditionTimeoutException wrong) {
            return Optional.of(String.valueOf(last[0]));
        }
    }

    private Sum sum() throws SQLException {
        var slots = target.slots();
        return new Sum(
                slots.stream().mapToInt(Target.Slot::capacity).sum(),
                slots.stream().mapToInt(Target.Slot::free).sum(),
                ledger.holding(),
                count(TAKEN, target.desk()));
    }

    /** Where others are on the site too, they hold seats that this run does not know of. */
    private record Sum(long capacity, long free, long held, long taken) {
        boolean isRight(boolean alone, int unknown) {
            long missing = capacity - free - held - taken;
            // Who was not answered may have a seat that nobody was told of, or a request for the one they were.
            return missing >= -unknown && (!alone || missing <= unknown);
        }
    }

    private static Optional<String> none(String what, long count) {
        return count == 0 ? Optional.empty() : Optional.of(count + " " + what);
    }

    private long countOrFail(String sql, String... arguments) {
        try {
            return count(sql, arguments);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long count(String sql, String... arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}

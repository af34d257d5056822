package fr.creneau.booking;

import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What time does to requests, in bounded batches. */
final class PgHousekeepingStore {
    /** Expires overdue requests and frees their seats, each after a random time of at most {@code cooling}. */
    Future<Map<DeskId, List<Seat>>> expire(SqlClient client, int batch, Duration cooling) {
        return client.preparedQuery(HousekeepingSql.EXPIRE)
                .execute(Tuple.of(batch, cooling.toMillis()))
                .map(PgHousekeepingStore::freed);
    }

    Future<Map<DeskId, List<Seat>>> expireOf(SqlClient client, DeskId desk, Buffer person, Duration cooling) {
        return client.preparedQuery(HousekeepingSql.EXPIRE_OF_PERSON)
                .execute(Tuple.of(1, cooling.toMillis(), desk.value(), person))
                .map(PgHousekeepingStore::freed);
    }

    /** @param within how long the session was shown that it could confirm */
    Future<Integer> lapseOf(SqlClient client, DeskId desk, Buffer person, Buffer session, Duration within) {
        return count(
                client, HousekeepingSql.LAPSE_OF_PERSON, Tuple.of(desk.value(), person, session, within.toMillis()));
    }

    Future<Integer> retire(SqlClient client, int batch) {
        return count(client, HousekeepingSql.RETIRE, Tuple.of(batch));
    }

    Future<Integer> retireOf(SqlClient client, DeskId desk, Buffer person) {
        return count(client, HousekeepingSql.RETIRE_OF_PERSON, Tuple.of(desk.value(), person));
    }

    /** Locks the appointments that are to be reminded of; the others' are skipped. */
    Future<List<BookingId>> dueReminders(SqlClient transaction, int batch, Duration before) {
        return transaction
                .preparedQuery(HousekeepingSql.DUE_REMINDERS)
                .execute(Tuple.of(batch, before.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new BookingId(row.getUUID("id")))
                        .toList());
    }

    Future<Integer> reminded(SqlClient transaction, BookingId booking) {
        return count(transaction, HousekeepingSql.REMINDED, Tuple.of(booking.value()));
    }

    Future<Integer> purge(SqlClient client, int batch, Duration kept) {
        return count(client, HousekeepingSql.PURGE, Tuple.of(batch, kept.toMillis()));
    }

    Future<Integer> purgeDecoys(SqlClient client, int batch, Duration kept) {
        return count(client, HousekeepingSql.PURGE_DECOYS, Tuple.of(batch, kept.toMillis()));
    }

    Future<Integer> anonymise(SqlClient client, int batch, Duration kept) {
        return count(client, HousekeepingSql.ANONYMISE, Tuple.of(batch, kept.toMillis()));
    }

    private static Future<Integer> count(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values).map(RowSet::rowCount);
    }

    private static Map<DeskId, List<Seat>> freed(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .collect(Collectors.groupingBy(
                        row -> new DeskId(row.getString("desk_id")),
                        Collectors.mapping(
                                row -> new Seat(new SlotId(row.getString("slot_id")), row.getInteger("seat_no")),
                                Collectors.toList())));
    }
}

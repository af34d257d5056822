package fr.creneau.booking;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.SeatWord;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Seats as PostgreSQL has them, and which of them Redis has heard of. */
final class PgSeatStore {
    Future<List<SeatWord>> words(SqlClient client, List<Seat> seats) {
        String[] slots = seats.stream().map(seat -> seat.slot().value()).toArray(String[]::new);
        Integer[] numbers = seats.stream().map(Seat::number).toArray(Integer[]::new);
        return client.preparedQuery(SeatSql.WORDS)
                .execute(Tuple.tuple().addArrayOfString(slots).addArrayOfInteger(numbers))
                .map(PgSeatStore::read);
    }

    Future<List<DeskId>> desksToTell(SqlClient client) {
        return desks(client, SeatSql.DESKS_TO_TELL);
    }

    Future<List<DeskId>> desks(SqlClient client) {
        return desks(client, SeatSql.DESKS);
    }

    private static Future<List<DeskId>> desks(SqlClient client, String sql) {
        return client.preparedQuery(sql)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new DeskId(row.getString("desk_id")))
                        .toList());
    }

    Future<List<SeatWord>> wordsToTell(SqlClient client, DeskId desk, int limit) {
        return client.preparedQuery(SeatSql.WORDS_TO_TELL)
                .execute(Tuple.of(desk.value(), limit))
                .map(PgSeatStore::read);
    }

    Future<Void> markTold(SqlClient client, List<SeatWord> words) {
        return client.preparedQuery(SeatSql.TOLD)
                .execute(keys(Tuple.tuple(), words))
                .mapEmpty();
    }

    Future<Boolean> deskExists(SqlClient client, DeskId desk) {
        return client.preparedQuery(SeatSql.DESK_EXISTS)
                .execute(Tuple.of(desk.value()))
                .map(rows -> rows.size() == 1);
    }

    /** The seats on sale that follow {@code after} in the order of their keys. */
    Future<List<SeatWord>> page(SqlClient client, DeskId desk, @Nullable SeatWord after, int size) {
        String slot = after == null ? "" : after.seat().slot().value();
        int number = after == null ? -1 : after.seat().number();
        return client.preparedQuery(SeatSql.PAGE)
                .execute(Tuple.of(desk.value(), slot, number, size))
                .map(PgSeatStore::read);
    }

    private static Tuple keys(Tuple tuple, List<SeatWord> words) {
        return tuple.addArrayOfString(
                        words.stream().map(word -> word.seat().slot().value()).toArray(String[]::new))
                .addArrayOfInteger(
                        words.stream().map(word -> word.seat().number()).toArray(Integer[]::new))
                .addArrayOfLong(words.stream().map(SeatWord::version).toArray(Long[]::new));
    }

    private static List<SeatWord> read(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgSeatStore::word)
                .toList();
    }

    private static SeatWord word(Row row) {
        Seat seat = new Seat(new SlotId(row.getString("slot_id")), row.getInteger("seat_no"));
        return new SeatWord(
                seat,
                Rows.instant(row, "starts_at"),
                Rows.instant(row, "opens_at"),
                row.getLong("version"),
                availability(row));
    }

    private static Availability availability(Row row) {
        if (row.getBoolean("taken")) {
            return new Availability.Taken();
        }
        return row.getBoolean("withdrawn")
                ? new Availability.Withdrawn()
                : new Availability.FreeFrom(Rows.instant(row, "available_from"));
    }
}

package fr.creneau.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.domain.waitingroom.Call;
import fr.creneau.domain.waitingroom.Pace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is let in, in PostgreSQL. Every act is a compare-and-set, for any instance to do. */
final class TurnStore {
    /** After its end a turn is still counted: Redis may have held its seat at the last moment, by a clock a little behind. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final Pool pool;
    private final Duration turn;

    /** @param turn how long one lasts */
    TurnStore(Pool pool, Duration turn) {
        this.pool = pool;
        this.turn = turn;
    }

    /**
     * A waiting room as one statement saw it.
     *
     * @param key in hexadecimal
     * @param drawn how many took part in the draw; empty before it
     * @param opened whether the draw is due
     * @param turns people let in who may still take a seat
     * @param lastCalled when somebody was last let in
     */
    record State(
            ReleaseId release,
            String key,
            int issued,
            Optional<Integer> drawn,
            int called,
            Instant now,
            boolean opened,
            int untaken,
            int turns,
            Optional<Instant> lastCalled,
            List<Call> calls) {}

    Future<List<State>> read(Collection<ReleaseId> releases) {
        String[] ids = releases.stream().map(ReleaseId::value).toArray(String[]::new);
        // Calls are read last: everybody a state counts as called is then found among them.
        return pool.preparedQuery(TurnSql.STATE)
                .execute(Tuple.of(ids, GRACE.toMillis()))
                .compose(states -> pool.preparedQuery(TurnSql.CALLS)
                        .execute(Tuple.of(ids, Pace.OVER.toMillis()))
                        .map(calls -> states(states, calls(calls))));
    }

    /**
     * Lets more people in, unless another instance has since.
     *
     * @param called how many were let in when it was decided
     * @return whether it was this one
     */
    Future<Boolean> call(ReleaseId release, int called, int more) {
        return pool.preparedQuery(TurnSql.CALL)
                .execute(Tuple.of(release.value(), called, more, turn.toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** What came of a wish to take up a turn; the end of the turn if it was. */
    record Entry(Optional<Instant> until, boolean elsewhere) {}

    Future<Entry> enter(ReleaseId release, int position, int ticket, Buffer sessionHash) {
        Tuple who = Tuple.of(release.value(), position, sessionHash);
        return pool.preparedQuery(TurnSql.ENTER)
                .execute(Tuple.of(release.value(), position, sessionHash, ticket))
                .compose(taken -> taken.size() == 1
                        ? Future.succeededFuture(
                                new Entry(Optional.of(instant(taken.iterator().next(), "expires_at")), false))
                        : pool.preparedQuery(TurnSql.TAKEN_ELSEWHERE)
                                .execute(who)
                                .map(other -> new Entry(Optional.empty(), other.size() > 0)));
    }

    /** Whether the session's turn in the slot's release, if it took one up, is that person's. */
    Future<Boolean> isOwn(SlotId slot, Buffer sessionHash, Buffer person) {
        return pool.preparedQuery(TurnSql.OWN_TURN)
                .execute(Tuple.of(slot.value(), sessionHash, person))
                .map(rows -> rows.iterator().next().getBoolean("own"));
    }

    /** The turn is used or given up: its seat is kept no longer. */
    Future<Void> end(ReleaseId release, int position, Buffer sessionHash) {
        return pool.preparedQuery(TurnSql.END)
                .execute(Tuple.of(release.value(), position, sessionHash))
                .mapEmpty();
    }

    private static Map<ReleaseId, List<Call>> calls(RowSet<Row> rows) {
        Map<ReleaseId, List<Call>> calls = new HashMap<>();
        rows.forEach(
                row -> calls.computeIfAbsent(new ReleaseId(row.getString("release_id")), first -> new ArrayList<>())
                        .add(new Call(
                                row.getInteger("first_position"),
                                row.getInteger("last_position"),
                                instant(row, "called_at"),
                                instant(row, "expires_at"))));
        return calls;
    }

    private static List<State> states(RowSet<Row> rows, Map<ReleaseId, List<Call>> calls) {
        List<State> states = new ArrayList<>();
        rows.forEach(row -> {
            ReleaseId release = new ReleaseId(row.getString("release_id"));
            @Nullable Integer drawn = row.getInteger("drawn");
            states.add(new State(
                    release,
                    HexFormat.of().formatHex(row.getBuffer("key").getBytes()),
                    row.getInteger("issued"),
                    Optional.ofNullable(drawn),
                    row.getInteger("called"),
                    instant(row, "now"),
                    row.getBoolean("opened"),
                    row.getLong("untaken").intValue(),
                    row.getLong("turns").intValue(),
                    row.getOffsetDateTime("last_called_at") == null
                            ? Optional.empty()
                            : Optional.of(instant(row, "last_called_at")),
                    calls.getOrDefault(release, List.of())));
        });
        return states;
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}

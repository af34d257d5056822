package fr.creneau.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tickets and the draw in PostgreSQL. Every act may be repeated by any instance: it happens once. */
final class TicketStore {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Pool pool;

    TicketStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Somebody who wants a ticket.
     *
     * @param person HMAC of the number
     * @param proof what identifies the proof of work
     */
    record Wish(Buffer person, Buffer proof) {}

    /** Makes the waiting room, with its key, where there is none. */
    Future<Void> open(ReleaseId release) {
        byte[] key = new byte[Draw.KEY_BYTES];
        RANDOM.nextBytes(key);
        return pool.preparedQuery(TicketSql.OPEN)
                .execute(Tuple.of(release.value(), Buffer.buffer(key)))
                .mapEmpty();
    }

    /**
     * Gives tickets, all in one transaction.
     *
     * @param wishes each person and each proof at most once
     * @return the numbers by person, durable; without those who used somebody else's proof. Empty if nobody may enrol
     */
    Future<Optional<Map<Buffer, Integer>>> enrol(ReleaseId release, Collection<Wish> wishes) {
        return Transactions.run(
                pool,
                connection -> connection
                        .preparedQuery(TicketSql.LOCK_TO_ENROL)
                        .execute(Tuple.of(release.value()))
                        .compose(room -> room.size() == 0
                                ? Future.succeededFuture(new End.Rollback<>(Optional.empty()))
                                : insert(connection, release, wishes)));
    }

    private static Future<End<Optional<Map<Buffer, Integer>>>> insert(
            SqlConnection connection, ReleaseId release, Collection<Wish> wishes) {
        Buffer[] persons = wishes.stream().map(Wish::person).toArray(Buffer[]::new);
        Buffer[] proofs = wishes.stream().map(Wish::proof).toArray(Buffer[]::new);
        return connection
                .preparedQuery(TicketSql.ENROL)
                .execute(Tuple.of(release.value(), persons, proofs))
                .map(rows -> new End.Commit<>(Optional.of(numbers(rows))));
    }

    private static Map<Buffer, Integer> numbers(RowSet<Row> rows) {
        Map<Buffer, Integer> numbers = new HashMap<>();
        rows.forEach(row -> numbers.put(row.getBuffer("person"), row.getInteger("number")));
        return numbers;
    }

    /** Deletes what is known of persons once the last slot of their release is over. */
    Future<Void> forget() {
        return pool.query(TicketSql.FORGET_TURNS)
                .execute()
                .compose(turns -> pool.query(TicketSql.FORGET_TICKETS).execute())
                .mapEmpty();
    }

    /** Fixes who takes part in the draw, if the release is open and nobody did before; whether this did. */
    Future<Boolean> draw(ReleaseId release) {
        return Transactions.run(
                pool,
                connection -> connection
                        .preparedQuery(TicketSql.LOCK_TO_DRAW)
                        .execute(Tuple.of(release.value()))
                        .compose(locked ->
                                connection.preparedQuery(TicketSql.DRAW).execute(Tuple.of(release.value())))
                        .map(drawn -> new End.Commit<>(drawn.rowCount() == 1)));
    }
}

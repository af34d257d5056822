package fr.creneau.pg;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.function.Function;

/** Transactions whose end is decided by what they found: a business outcome may roll back without being a failure. */
public final class Transactions {
    private static final String ADMIN_SHUTDOWN = "57P";
    private static final String CONNECTION = "08";
    private static final String SERIALIZATION = "40";

    private Transactions() {}

    /** How a transaction ends, and what it answers. */
    public sealed interface End<T> {
        record Commit<T>(T answer) implements End<T> {}

        record Rollback<T>(T answer) implements End<T> {}
    }

    /**
     * Runs the work in one transaction.
     *
     * @return fails with the work's fault after a rollback, or with that of the commit: see {@link #isUnknownOutcome}
     */
    public static <T> Future<T> run(Pool pool, Function<SqlConnection, Future<End<T>>> work) {
        return pool.getConnection()
                .compose(connection -> connection
                        .begin()
                        .compose(transaction -> finish(connection, transaction, work))
                        .eventually(connection::close));
    }

    private static <T> Future<T> finish(
            SqlConnection connection, Transaction transaction, Function<SqlConnection, Future<End<T>>> work) {
        return Future.succeededFuture(connection)
                .compose(work)
                .compose(
                        end -> end instanceof End.Commit<T> commit
                                ? transaction.commit().map(commit.answer())
                                : transaction.rollback().map(((End.Rollback<T>) end).answer()),
                        fault -> transaction.rollback().transform(whatever -> Future.failedFuture(fault)));
    }

    /**
     * Whether after this fault nobody knows if the transaction was committed, or it is known that a repetition may succeed: the
     * connection was lost, the server is going down, two transactions met. An idempotent transaction may then be run once more.
     */
    public static boolean isUnknownOutcome(Throwable fault) {
        if (fault instanceof PgException refusal) {
            String state = refusal.getSqlState();
            return state != null
                    && (state.startsWith(ADMIN_SHUTDOWN)
                            || state.startsWith(CONNECTION)
                            || state.startsWith(SERIALIZATION));
        }
        return true;
    }
}

package fr.creneau.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.Backends;
import fr.creneau.testkit.FreezingProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network that goes silent without a word: what was asked fails, and what is asked later works. */
class PoolsIT {
    private static final Duration STATEMENT = Duration.ofMillis(500);

    private final Vertx vertx = Vertx.vertx();
    private final FreezingProxy proxy = new FreezingProxy(Backends.emptyDatabase());
    private final Pool pool = Pools.open(vertx, proxy.postgres(STATEMENT));

    @AfterEach
    void close() {
        vertx.close().await();
        proxy.close();
    }

    @Test
    void aStatementOnAConnectionThatFellSilentFailsAndTheNextGetsANewOne() throws Exception {
        ask(pool).await(10, TimeUnit.SECONDS);
        proxy.freeze();
        Future<?> lost = ask(pool);
        assertThatThrownBy(() -> lost.await(10, TimeUnit.SECONDS)).isNotInstanceOf(TimeoutException.class);
        proxy.thaw();
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> ask(pool).await(10, TimeUnit.SECONDS).size() == 1);
    }

    @Test
    void aLongStatementIsPlannedOnceWhateverItsValues() {
        String statement = "select $1::int as value -- " + "x".repeat(5_000);
        Row plans = pool.withConnection(connection -> connection
                        .preparedQuery(statement)
                        .execute(Tuple.of(1))
                        .compose(first -> connection.preparedQuery(statement).execute(Tuple.of(2)))
                        .compose(second -> connection
                                .query("select generic_plans, custom_plans from pg_prepared_statements"
                                        + " where statement like '%xxxxx'")
                                .execute()))
                .await()
                .iterator()
                .next();
        assertThat(plans.getLong("generic_plans")).isEqualTo(2);
        assertThat(plans.getLong("custom_plans")).isZero();
    }

    @Test
    void aPoolThatRestsWorksWhenItIsNeededAgain() {
        ask(pool).await();
        await().pollDelay(STATEMENT.multipliedBy(5))
                .until(() -> ask(pool).await().size() == 1);
        assertThat(ask(pool).await()).hasSize(1);
    }

    @Test
    void aConnectionThatFreezesWhileItIsOpenedGivesItsPlaceBack() {
        proxy.freeze();
        List<Future<RowSet<Row>>> lost =
                Stream.generate(() -> ask(pool)).limit(20).toList();
        await().atMost(Duration.ofSeconds(20)).until(() -> lost.stream().allMatch(Future::failed));
        proxy.thaw();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> ask(pool).await(10, TimeUnit.SECONDS).size() == 1);
    }

    private static Future<RowSet<Row>> ask(Pool pool) {
        return pool.query("select 1").execute();
    }
}

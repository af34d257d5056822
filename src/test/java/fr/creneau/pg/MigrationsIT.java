package fr.creneau.pg;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MigrationsIT {
    @Test
    void severalInstancesMayMigrateTogether() {
        Config.Postgres postgres = Backends.freshDatabase();
        CompletableFuture<?>[] instances = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> Migrations.run(postgres)))
                .toArray(CompletableFuture[]::new);
        assertThat(CompletableFuture.allOf(instances)).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void thePoolReachesTheMigratedDatabase(Vertx vertx, VertxTestContext context) {
        Pool pool = Pools.open(vertx, Backends.freshDatabase());
        pool.query("select count(*) from seat")
                .execute()
                .compose(rows -> pool.close().map(rows.iterator().next().getLong(0)))
                .onComplete(context.succeeding(count -> context.verify(() -> {
                    assertThat(count).isZero();
                    context.completeNow();
                })));
    }
}

package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.pg.Pools;
import fr.creneau.testkit.Plan;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crowd asks reads the seats it names, also of tables that PostgreSQL has not counted yet. */
class PlansIT {
    private final Vertx vertx = Vertx.vertx();
    private final BookingDatabase database = new BookingDatabase();
    private final Pool pool = Pools.open(vertx, database.postgres);

    @BeforeEach
    void manySeats() {
        for (int i = 0; i < 200; i++) {
            database.slot(500);
        }
        database.execute("update seat set mirrored = true");
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aBatchOfRequestsFindsItsSeatsByTheirKeys() {
        assertThat(Plan.of(pool, BatchSql.WRITE_REQUESTS, 22))
                .contains("seat_pkey")
                .doesNotContain("Seq Scan on seat", "seat_booking");
    }
}

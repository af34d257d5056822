package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.pg.Pools;
import fr.creneau.testkit.Plan;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crowd asks reads the seats it names, also of tables that PostgreSQL has not counted yet. */
class PlansIT {
    private final Vertx vertx = Vertx.vertx();
    private final BookingDatabase database = new BookingDatabase();
    private final Pool pool = Pools.open(vertx, database.postgres);

    @BeforeEach
    void aSlot() {
        database.slot(500);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** A plan is kept until PostgreSQL counts the rows anew: a crowd may have filled the table by then. */
    @Test
    void plansMadeWhileTablesWereEmptyAreGoodWhenTheyAreFull() {
        assertThat(Map.of(
                        BatchSql.WRITE_REQUESTS, 22,
                        BookingSql.LOCK_PENDING, 1,
                        BookingSql.MOVE_DEADLINES, 3,
                        SeatSql.TOLD, 3))
                .allSatisfy((statement, parameters) -> assertThat(Plan.of(pool, statement, parameters))
                        .doesNotContain("Seq Scan")
                        .containsPattern("(booking|seat)_pkey.*\n *Index Cond"));
    }

    @Test
    void aBatchOfRequestsFindsItsSeatsByTheirKeys() {
        for (int i = 1; i < 200; i++) {
            database.slot(500);
        }
        database.execute("update seat set mirrored = true");
        assertThat(Plan.of(pool, BatchSql.WRITE_REQUESTS, 22))
                .contains("seat_pkey")
                .doesNotContain("Seq Scan on seat", "seat_booking");
    }

    @Test
    void theMailsOfARequestAreFoundByTheRequest() {
        requests(2_000);
        database.execute("""
                insert into outbox (id, desk_id, booking_id, kind, recipient, language, content)
                select gen_random_uuid(), desk_id, id, 'TO_CONFIRM', 'a@example.org', 'FR', '{}' from booking
                """);
        database.execute("analyze");
        assertThat(Plan.of(pool, BookingSql.SUBMITTED, 2))
                .contains("outbox_booking")
                .doesNotContain("Seq Scan on outbox");
        assertThat(Plan.of(pool, BookingSql.DROP_UNSENT_MAILS, 1)).contains("outbox_booking");
    }

    @Test
    void aDeadlineThatMovesWritesNoIndex() {
        requests(50);
        database.execute("vacuum full booking");
        database.column("select id from booking").forEach(id -> database.execute("""
                update booking set mail_accepted_at = now(), confirm_by = now() + interval '15 minutes'
                where id = ?::uuid
                """, id));
        await().untilAsserted(() -> assertThat(
                        database.count("select n_tup_hot_upd from pg_stat_user_tables where relname = 'booking'"))
                .as("new versions beside the old ones, found by the same index entries")
                .isGreaterThan(40));
    }

    @Test
    void aDeadlineThatMovesIsFoundByItsRequest() {
        requests(2_000);
        // None was pending when PostgreSQL counted: looking through the few that are seems cheap.
        database.execute("update booking set state = 'EXPIRED', active = false");
        database.execute("analyze");
        database.execute("update booking set state = 'PENDING', active = true");
        assertThat(Plan.of(pool, BookingSql.LOCK_PENDING, 1))
                .contains("booking_pkey")
                .doesNotContain("booking_pending");
    }

    @Test
    void whatRedisMustBeToldIsFoundWithoutReadingAllSeats() {
        for (int i = 1; i < 200; i++) {
            database.slot(500);
        }
        // All of them untold, for all the planner has seen.
        database.execute("analyze");
        database.execute("update seat set mirrored = true");
        assertThat(Plan.of(pool, SeatSql.DESKS_TO_TELL, 0))
                .contains("seat_not_mirrored")
                .doesNotContain("Seq Scan on seat");
        assertThat(Plan.of(pool, SeatSql.WORDS_TO_TELL, 2))
                .contains("seat_not_mirrored")
                .doesNotContain("Seq Scan on seat");
    }

    @Test
    void expiryLooksAtThoseThatArePendingOnly() {
        requests(2_000);
        database.execute("update booking set state = 'EXPIRED', active = false where seat_no > 20");
        database.execute("analyze");
        assertThat(Plan.of(pool, HousekeepingSql.EXPIRE, 2))
                .contains("booking_pending")
                .doesNotContain("Seq Scan on booking");
    }

    /** Pending ones, of as many people. */
    private void requests(int number) {
        database.execute("""
                insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name, first_name,
                    email, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros, language, opened_at, confirm_by)
                select gen_random_uuid(), n::text, s.desk_id, s.id, n, 'PENDING', decode(md5(n::text), 'hex'), n::text, 'x', 'x', 'x', 'x',
                    decode(md5(n::text), 'hex'), 'renouvellement', now(), '97302', '1', 0, 'FR', now(), now() + interval '1 hour'
                from (select id, desk_id from slot limit 1) s, generate_series(1, ?) n
                """, number);
    }
}

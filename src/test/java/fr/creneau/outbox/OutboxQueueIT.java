package fr.creneau.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.pg.Pools;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.Plan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxQueueIT {
    private static final Vertx vertx = Vertx.vertx();
    private static final Pool pool = Pools.open(vertx, Backends.freshDatabase());
    private final OutboxQueue queue = new OutboxQueue(pool);

    @BeforeAll
    static void desk() {
        sql("insert into desk (id, definition) values ('cayenne', '{}')");
    }

    @BeforeEach
    void empty() {
        sql("truncate outbox");
    }

    @AfterAll
    static void end() {
        await(vertx.close());
    }

    @Test
    void withoutTheGuardTwoInstancesTakeTheSameMails() {
        add(10);
        String look = "select id from outbox where state = 'WAITING' order by due_at limit 10";
        List<UUID> one = ids(look);
        List<UUID> other = ids(look);
        sql("update outbox set state = 'CLAIMED'");
        assertThat(one).hasSize(10).hasSameElementsAs(other);
    }

    @Test
    void instancesThatClaimAtOnceTakeDifferentMailsAndMissNone() {
        add(100);
        List<Future<List<OutboxQueue.Claim>>> claims =
                IntStream.range(0, 12).mapToObj(i -> queue.claim(10)).toList();
        await(Future.all(claims));
        List<UUID> taken = claims.stream()
                .flatMap(claim -> claim.result().stream())
                .map(claim -> claim.mail().id())
                .toList();
        assertThat(taken).doesNotHaveDuplicates();
        // A claim may pass over rows another one has locked, never over free ones at the end.
        int left = await(queue.claim(1000)).size();
        assertThat(taken.size() + left).isEqualTo(100);
        assertThat(taken.size()).isGreaterThanOrEqualTo(90);
    }

    @Test
    void mailsComeInTheOrderTheyAreDueAndNotBefore() {
        List<UUID> added = add(3);
        sql("update outbox set due_at = now() - interval '1 minute' where id = '" + added.get(2) + "'");
        sql("update outbox set due_at = now() + interval '1 hour' where id = '" + added.get(0) + "'");
        assertThat(await(queue.claim(1)).get(0).mail().id()).isEqualTo(added.get(2));
        assertThat(await(queue.claim(10))).hasSize(1);
    }

    @Test
    void whoLostTheClaimChangesNothing() {
        add(1);
        OutboxQueue.Claim lost = await(queue.claim(1)).get(0);
        sql("update outbox set claimed_at = now() - interval '1 hour'");
        assertThat(await(queue.returnStale(Duration.ofMinutes(5)))).isEqualTo(1);
        // It is due again within seconds, at random.
        sql("update outbox set due_at = now()");
        OutboxQueue.Claim current = await(queue.claim(1)).get(0);

        await(queue.retry(lost, "450", Duration.ZERO));
        await(queue.bury(lost, "550"));
        assertThat(state(lost)).isEqualTo("CLAIMED");
        assertThat(current.attempt()).isEqualTo(2);
        await(queue.retry(current, "450", Duration.ZERO));
        assertThat(state(lost)).isEqualTo("WAITING");
    }

    /** A plan is kept until PostgreSQL counts the rows anew: a crowd may have filled the table by then. */
    @Test
    void plansMadeWhileTheQueueWasEmptyAreGoodWhenItIsFull() {
        assertThat(List.of(
                        Plan.of(pool, OutboxSql.CLAIM, 1),
                        Plan.of(pool, OutboxSql.HELD, 2),
                        Plan.of(pool, OutboxSql.SENT, 2)))
                .allSatisfy(plan -> assertThat(plan).doesNotContain("Seq Scan"));
        assertThat(Plan.of(pool, OutboxSql.CLAIM, 1)).contains("outbox_due");
        assertThat(Plan.of(pool, OutboxSql.SENT, 2)).contains("outbox_pkey", "Index Cond: (id = ");
    }

    /** One of them may have ended its instance each time: they part. */
    @Test
    void staleClaimsAreDueAgainAtTimesOfTheirOwnTheLaterTheOftenerTheyWereTried() {
        add(80);
        await(queue.claim(80));
        sql("update outbox set claimed_at = now() - interval '1 hour', attempts = 1");
        sql("update outbox set attempts = 3 where id in (select id from outbox limit 40)");
        await(queue.returnStale(Duration.ofMinutes(5)));
        assertThat(ids("select distinct on (due_at) id from outbox where due_at > created_at"))
                .hasSize(80);
        // None is due before the instant from which they all count.
        String late = "select id from outbox where due_at > (select min(due_at) from outbox) + interval '2 seconds'";
        assertThat(ids(late + " and attempts = 1")).isEmpty();
        assertThat(ids(late + " and attempts = 3"))
                .as("some of forty beyond the first two of six seconds")
                .isNotEmpty();
    }

    @Test
    void acceptanceIsAFactWhoeverHasTheClaim() {
        add(1);
        OutboxQueue.Claim claim = await(queue.claim(1)).get(0);
        await(queue.retry(claim, "timeout", Duration.ZERO));
        Instant first = Instant.parse("2026-11-24T10:00:00Z");
        await(queue.sent(claim.mail().id(), first));
        await(queue.sent(claim.mail().id(), first.plusSeconds(60)));
        assertThat(state(claim)).isEqualTo("SENT");
        assertThat(ids("select id from outbox where sent_at = '2026-11-24T10:00:00Z' and content is null"))
                .hasSize(1);
        assertThat(await(queue.claim(1))).isEmpty();
    }

    @Test
    void aMailThatWasWithdrawnIsHeldNoMoreAndIsNoErrorForWhoHadIt() {
        add(1);
        OutboxQueue.Claim claim = await(queue.claim(1)).get(0);
        assertThat(await(queue.isHeld(claim))).isTrue();
        sql("truncate outbox");
        assertThat(await(queue.isHeld(claim))).isFalse();
        assertThat(await(queue.sent(claim.mail().id(), Instant.now()))).isFalse();
        await(queue.retry(claim, "450", Duration.ZERO));
        await(queue.bury(claim, "550"));
    }

    /** Two that go first occupy the lanes: what follows is asked, and marked, with one statement. */
    @Test
    void mailsMarkedTogetherAreMarkedAsEachWouldBeAlone() {
        add(7);
        List<OutboxQueue.Claim> claims = await(queue.claim(7));
        Instant at = Instant.parse("2027-01-01T10:00:00Z");
        await(queue.sent(claims.get(4).mail().id(), at));
        sql("delete from outbox where id = '" + claims.get(5).mail().id() + "'");
        sql("update outbox set attempts = 2 where id = '" + claims.get(6).mail().id() + "'");
        List<Boolean> held = together(claims, queue::isHeld);
        List<Boolean> news =
                together(claims, claim -> queue.sent(claim.mail().id(), at.plusSeconds(claims.indexOf(claim))));
        assertThat(held).containsExactly(true, true, true, true, false, false, false);
        assertThat(news).containsExactly(true, true, true, true, false, false, true);
        assertThat(await(pool.query("select sent_at, content, recipient from outbox order by sent_at")
                        .execute()))
                .allSatisfy(row -> assertThat(row.getValue(1)).isNull())
                .allSatisfy(row -> assertThat(row.getValue(2)).isNull())
                .extracting(row -> row.getOffsetDateTime(0).toInstant())
                .containsExactly(at, at, at.plusSeconds(1), at.plusSeconds(2), at.plusSeconds(3), at.plusSeconds(6));
    }

    private static List<Boolean> together(
            List<OutboxQueue.Claim> claims, Function<OutboxQueue.Claim, Future<Boolean>> act) {
        Promise<List<Future<Boolean>>> asked = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(here -> asked.complete(claims.stream().map(act).toList()));
        List<Future<Boolean>> all = await(asked.future());
        await(Future.all(all));
        return all.stream().map(Future::result).toList();
    }

    @Test
    void anAttemptThatNeverReachedARelayIsGivenBack() {
        add(1);
        await(queue.giveBack(await(queue.claim(1)).get(0), "connect", Duration.ZERO));
        assertThat(await(queue.claim(1)).get(0).attempt()).isEqualTo(1);
    }

    @Test
    void theStandingCountsWhatWaitsAndWhatDied() {
        add(3);
        await(queue.bury(await(queue.claim(1)).get(0), "550 5.1.1"));
        sql("update outbox set created_at = now() - interval '2 minutes'");
        OutboxQueue.Standing standing = await(queue.standing());
        assertThat(standing.waiting()).isEqualTo(2);
        assertThat(standing.dead()).isEqualTo(1);
        assertThat(standing.oldest()).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(150));
        JsonObject report = await(new OutboxReport(queue).read());
        assertThat(report.getLong("waiting")).isEqualTo(2);
        assertThat(report.getJsonArray("deadLetters").getJsonObject(0).getString("code"))
                .isEqualTo("550 5.1.1");
        assertThat(report.encode()).doesNotContain("@");
    }

    @Test
    void oldRowsOfNoRequestGoButNeverOneThatWaits() {
        add(3);
        await(queue.sent(await(queue.claim(1)).get(0).mail().id(), Instant.now()));
        await(queue.bury(await(queue.claim(1)).get(0), "550"));
        sql("update outbox set created_at = now() - interval '31 days'");
        await(queue.forget());
        assertThat(ids("select id from outbox")).hasSize(1);
        assertThat(ids("select id from outbox where state = 'WAITING'")).hasSize(1);
    }

    private static List<UUID> add(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    OutgoingMail mail = new OutgoingMail(
                            UUID.randomUUID(),
                            new DeskId("cayenne"),
                            Optional.empty(),
                            new EmailAddress("a@example.net"),
                            Language.FR,
                            new MailContent.SecurityCode("123456", Instant.now().plusSeconds(600)));
                    await(Outbox.add(pool, mail));
                    return mail.id();
                })
                .toList();
    }

    private static String state(OutboxQueue.Claim claim) {
        return await(pool.preparedQuery("select state from outbox where id = $1")
                        .execute(Tuple.of(claim.mail().id())))
                .iterator()
                .next()
                .getString(0);
    }

    private static List<UUID> ids(String query) {
        Iterable<Row> rows = await(pool.query(query).execute());
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID(0))
                .toList();
    }

    private static void sql(String statement) {
        await(pool.query(statement).execute());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}

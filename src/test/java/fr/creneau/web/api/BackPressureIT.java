package fr.creneau.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.web.api.ApiClient.Got;
import fr.creneau.web.wizard.FragileSite;
import fr.creneau.web.wizard.Journey;
import fr.creneau.web.wizard.Visitor;
import fr.creneau.web.wizard.WizardSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A backend falls silent and as many wait for it as may. Those who come then are told at once to come back, on pages and in the API;
 * once it answers again everybody is served, and no place is taken by those who gave up.
 */
class BackPressureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Less than the two seconds for which the bus would wait for an answer. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_900);

    private static final int REDIS_WAITING = 40;
    private static final int POOL = 4;
    private static final int POSTGRES_WAITING = 40;
    /** More than all places together; and how many come once they are taken. */
    private static final int MORE = 5;

    private static final ExecutorService threads = Executors.newCachedThreadPool();
    private static FragileSite fragile;
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        // Who waits stays for longer than the bus does, and the test.
        fragile = new FragileSite(
                Duration.ofSeconds(2),
                Map.of(
                        "REDIS_MAX_WAITING",
                        String.valueOf(REDIS_WAITING),
                        "REDIS_TIMEOUT",
                        "20s",
                        "POSTGRES_POOL_SIZE",
                        String.valueOf(POOL),
                        "POSTGRES_MAX_WAITING",
                        String.valueOf(POSTGRES_WAITING),
                        "POSTGRES_CONNECT_TIMEOUT",
                        "20s",
                        "LIMITS_HOLDS_PER_PREFIX",
                        "off"));
        site = fragile.site;
    }

    @AfterAll
    static void stop() {
        fragile.close();
        threads.shutdown();
    }

    @Test
    void who_comes_when_enough_wait_for_redis_is_told_at_once() throws Exception {
        Journey journey = new Journey(site).held();
        String page = journey.root + "/securite";
        ApiClient refused = new ApiClient(site).begun();
        ApiClient later = new ApiClient(site).begun();
        String slot = refused.freshSlot();
        int free = site.freeSeats(site.desk);
        fragile.redis.freeze();
        try {
            crowd(
                    REDIS_WAITING + MORE,
                    () -> journey.visitor.copy().get(page).status,
                    () -> refused.hold(slot).status());
            for (int i = 0; i < MORE; i++) {
                assertToldAtOnce(journey.visitor.copy(), page);
                assertToldAtOnce(() -> refused.hold(slot));
            }
        } finally {
            fragile.redis.thaw();
        }
        await().atMost(PATIENCE).until(() -> later.hold(slot).status() / 100 == 2);
        for (int i = 0; i < 2 * REDIS_WAITING; i++) {
            awaitServed(journey.visitor, page);
        }
        // Its own: who was told to come back holds no seat.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.freeSeats(site.desk)).isEqualTo(free - 1));
    }

    @Test
    void who_comes_when_enough_wait_for_postgresql_is_told_at_once() throws Exception {
        Journey journey = new Journey(site).submitted();
        journey.visitor.post(site.linkInMail(journey.email, 0), Map.of());
        String page = site.linkInMail(journey.email, 1);
        ApiClient client = new ApiClient(site).proven();
        fragile.line.freeze();
        try {
            crowd(POOL + POSTGRES_WAITING + MORE, () -> journey.visitor.copy().get(page).status);
            for (int i = 0; i < MORE; i++) {
                assertToldAtOnce(journey.visitor.copy(), page);
                assertToldAtOnce(client::book);
            }
        } finally {
            fragile.line.thaw();
        }
        await().atMost(PATIENCE).until(() -> client.book().status() == 202);
        for (int i = 0; i < 2 * (POOL + POSTGRES_WAITING); i++) {
            awaitServed(journey.visitor, page);
        }
        assertThat(site.value("select count(*) from booking where email = $1", client.email))
                .isEqualTo("1");
    }

    /** So many do each of that at once; all are answered that it cannot be done now. */
    @SafeVarargs
    private static void crowd(int people, Supplier<Integer>... acts) throws Exception {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (Supplier<Integer> act : acts) {
            IntStream.range(0, people).forEach(one -> answers.add(CompletableFuture.supplyAsync(act, threads)));
        }
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(503);
        }
    }

    private static void awaitServed(Visitor visitor, String page) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> visitor.get(page).status == 200);
    }

    private static void assertToldAtOnce(Visitor visitor, String page) {
        visitor.get(page);
        assertThat(visitor.status).isEqualTo(503);
        assertThat(Integer.parseInt(visitor.retryAfter)).isBetween(5, 15);
        assertThat(visitor.page.select("h1").text()).isEqualTo("Le service est momentanément indisponible");
        assertThat(visitor.took).isLessThan(AT_ONCE);
    }

    private static void assertToldAtOnce(Supplier<Got> act) {
        long begun = System.nanoTime();
        Got got = act.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        assertThat(got.status()).isEqualTo(503);
        assertThat(got.code()).isEqualTo("unavailable");
        assertThat(Integer.parseInt(got.header("retry-after"))).isBetween(5, 15);
    }
}

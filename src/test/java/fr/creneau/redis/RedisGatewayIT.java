package fr.creneau.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.testkit.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisGatewayIT {
    private static final LuaScript ECHO = LuaScript.of("echo", "return ARGV[1]");
    private static final LuaScript WRITE = LuaScript.of("write", "return redis.call('SET', KEYS[1], ARGV[1])");
    private static final LuaScript BAD = LuaScript.of("bad", "return redis.call('INCR', KEYS[1])");
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess redis = RedisProcess.server();
    private RedisGateway gateway;

    @BeforeEach
    void open() {
        gateway = RedisGateway.open(vertx, config(400, 1_000));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void theFirstCommandWaitsForTheConnection() throws Exception {
        RedisGateway patient = RedisGateway.open(vertx, config(20_000, 10));
        assertThat(patient.run(ECHO, List.of("k"), List.of("hello")).await(20, TimeUnit.SECONDS))
                .hasToString("hello");
        patient.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void manyCommandsArePipelinedAndEachGetsItsOwnReply() throws Exception {
        gateway.close().await(5, TimeUnit.SECONDS);
        gateway = RedisGateway.open(vertx, config(20_000, 1_000));
        List<Future<Response>> replies = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            replies.add(run(ECHO, "value-" + i));
        }
        for (int i = 0; i < 900; i++) {
            assertThat(replies.get(i).await(10, TimeUnit.SECONDS)).hasToString("value-" + i);
        }
        assertThat(clients()).isEqualTo(1);
    }

    @Test
    void aForgottenScriptIsSentAgain() throws IOException {
        connected();
        redis.ask("SCRIPT FLUSH SYNC");
        assertThat(echo("two")).isEqualTo("two");
    }

    @Test
    void aRefusedCommandDoesNotCostTheConnection() throws Exception {
        connected();
        run(WRITE, "not a number").await(5, TimeUnit.SECONDS);
        String before = connections();
        assertThatThrownBy(() -> run(BAD, "").await(5, TimeUnit.SECONDS)).hasMessageContaining("not an integer");
        assertThat(echo("still here")).isEqualTo("still here");
        assertThat(connections()).isEqualTo(before);
    }

    @Test
    void overTheBoundCommandsAreRefusedAtOnce() {
        connected();
        redis.freeze();
        List<Future<Response>> replies = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            replies.add(run(ECHO, "x"));
        }
        await().atMost(RECOVERY).until(() -> replies.stream().allMatch(Future::isComplete));
        assertThat(replies.subList(1_000, 1_100))
                .allSatisfy(refused -> assertThat(refused.cause())
                        .isInstanceOf(RedisUnavailableException.class)
                        .hasMessageContaining("too many"));
        assertThat(replies.subList(0, 1_000))
                .allSatisfy(late -> assertThat(late.cause()).isInstanceOf(RedisUnavailableException.class));
        redis.thaw();
        recovers();
    }

    @Test
    void aFrozenRedisFailsCallersInTimeAndIsUsedAgainOnceItThaws() {
        connected();
        redis.freeze();
        long start = System.nanoTime();
        assertThatThrownBy(() -> run(ECHO, "x").await(10, TimeUnit.SECONDS))
                .isInstanceOf(RedisUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(390), Duration.ofSeconds(3));
        redis.thaw();
        recovers();
    }

    @Test
    void afterATimeoutNoReplyIsTakenForAnothers() {
        connected();
        redis.freeze();
        assertThatThrownBy(() -> run(ECHO, "late").await(10, TimeUnit.SECONDS))
                .isInstanceOf(RedisUnavailableException.class);
        redis.thaw();
        recovers();
        for (int i = 0; i < 100; i++) {
            assertThat(echo("value-" + i)).isEqualTo("value-" + i);
        }
    }

    @Test
    void aKilledConnectionIsOpenedAgain() throws IOException {
        connected();
        assertThat(redis.ask("CLIENT KILL TYPE normal SKIPME yes")).startsWith(":1");
        recovers();
    }

    @Test
    void aConnectionThatIsResetIsNoUnhandledFault() throws Exception {
        List<Throwable> unhandled = new CopyOnWriteArrayList<>();
        vertx.exceptionHandler(unhandled::add);
        gateway.close().await(5, TimeUnit.SECONDS);
        gateway = RedisGateway.open(vertx, config(20_000, 1_000));
        connected();
        // What it has not read when it dies makes the kernel reset the connection, rather than end it.
        redis.freeze();
        Future<Response> lost = run(ECHO, "x");
        redis.kill();
        assertThatThrownBy(() -> lost.await(10, TimeUnit.SECONDS)).isInstanceOf(RedisUnavailableException.class);
        redis.start();
        recovers();
        assertThat(unhandled).isEmpty();
    }

    @Test
    void aServerThatRestartsOnItsPortIsFoundAgain() {
        connected();
        redis.kill();
        await().atMost(RECOVERY)
                .until(() -> run(ECHO, "x")
                        .transform(done -> Future.succeededFuture(done.failed()))
                        .await(5, TimeUnit.SECONDS));
        redis.start();
        recovers();
    }

    @Test
    void aServerThatComesUpLaterIsFound() throws Exception {
        redis.kill();
        RedisGateway early = RedisGateway.open(vertx, config(400, 10));
        assertThatThrownBy(() -> early.run(ECHO, List.of("k"), List.of("x")).await(5, TimeUnit.SECONDS))
                .isInstanceOf(RedisUnavailableException.class);
        redis.start();
        await().atMost(RECOVERY)
                .ignoreException(RedisUnavailableException.class)
                .until(() -> early.run(ECHO, List.of("k"), List.of("x")).await(5, TimeUnit.SECONDS) != null);
        early.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void aDemotedMasterIsLeft() throws IOException {
        connected();
        String before = connections();
        redis.ask("REPLICAOF 127.0.0.1 1");
        assertThatThrownBy(() -> run(WRITE, "x").await(5, TimeUnit.SECONDS))
                .isInstanceOf(RedisUnavailableException.class);
        redis.ask("REPLICAOF NO ONE");
        recovers();
        assertThat(connections()).isNotEqualTo(before);
    }

    @Test
    void closingEndsTheConnectionAndRefusesWhatComesAfter() throws Exception {
        connected();
        gateway.close().await(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> run(ECHO, "x").await(5, TimeUnit.SECONDS))
                .isInstanceOf(RedisUnavailableException.class);
        await().atMost(RECOVERY).until(() -> clients() == 0);
    }

    @Test
    void aPasswordIsGivenAndNeverTold() throws Exception {
        connected();
        redis.ask("CONFIG SET requirepass sesame-open");
        Config.Redis plain = config(2_000, 10);
        Config.Redis secret = new Config.Redis(
                plain.mode(),
                plain.endpoints(),
                "",
                Optional.of(new Secret("sesame-open")),
                plain.timeout(),
                plain.maxWaiting());
        RedisGateway allowed = RedisGateway.open(vertx, secret);
        assertThat(allowed.run(ECHO, List.of("k"), List.of("in")).await(10, TimeUnit.SECONDS))
                .hasToString("in");
        RedisGateway refused = RedisGateway.open(vertx, plain);
        assertThatThrownBy(() -> refused.run(ECHO, List.of("k"), List.of("in")).await(10, TimeUnit.SECONDS))
                .isInstanceOf(RedisUnavailableException.class)
                .hasStackTraceContaining("NOAUTH")
                .satisfies(failure -> assertThat(failure.getCause().toString()).doesNotContain("sesame"));
        allowed.close().await(5, TimeUnit.SECONDS);
        refused.close().await(5, TimeUnit.SECONDS);
    }

    private Config.Redis config(int timeoutMs, int maxWaiting) {
        return new Config.Redis(
                Config.RedisMode.STANDALONE,
                redis.config().endpoints(),
                "",
                Optional.empty(),
                Duration.ofMillis(timeoutMs),
                maxWaiting);
    }

    private Future<Response> run(LuaScript script, String arg) {
        return gateway.run(script, List.of("key"), List.of(arg));
    }

    private String echo(String value) {
        try {
            return run(ECHO, value).await(10, TimeUnit.SECONDS).toString();
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** The first connection may take longer than the short timeout of these tests on a busy machine. */
    private void connected() {
        recovers();
    }

    private void recovers() {
        await().atMost(RECOVERY)
                .ignoreException(RedisUnavailableException.class)
                .until(() -> echo("back").equals("back"));
    }

    /** Connections of the gateway: all but the one that asks. */
    private long clients() throws IOException {
        return redis.ask("CLIENT LIST")
                        .lines()
                        .filter(line -> line.startsWith("id="))
                        .count()
                - 1;
    }

    /** The ids of the gateway's connections. */
    private String connections() throws IOException {
        return redis.ask("CLIENT LIST")
                .lines()
                .filter(line -> line.startsWith("id=") && !line.contains("cmd=client"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList()
                .toString();
    }
}

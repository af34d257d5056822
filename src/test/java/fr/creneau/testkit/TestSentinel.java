package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A master, its replica, and a Sentinel that watches them. */
public final class TestSentinel implements AutoCloseable {
    private static final String NAME = "creneau";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final RedisProcess first;
    public final RedisProcess second;
    public final RedisProcess sentinel;

    public TestSentinel() {
        this(RedisProcess.LOCALHOST, RedisProcess.LOCALHOST, RedisProcess.LOCALHOST);
        hurry();
    }

    /**
     * Each at an address of the loopback, from which it also speaks.
     *
     * @param settings of both nodes: pairs of a configuration key and its value
     */
    public TestSentinel(String firstHost, String secondHost, String sentinelHost, String... settings) {
        // A master waits for further replicas before it sends itself to the first, unless told not to.
        List<String> ofBoth = new ArrayList<>(List.of("repl-diskless-sync-delay", "0"));
        ofBoth.addAll(List.of(settings));
        first = RedisProcess.at(firstHost, ofBoth.toArray(String[]::new));
        List<String> ofReplica = new ArrayList<>(ofBoth);
        ofReplica.addAll(List.of("replicaof", firstHost + " " + first.port()));
        second = RedisProcess.at(secondHost, ofReplica.toArray(String[]::new));
        // Sentinel finds a replica when it asks the master, at first and then seldom.
        await().atMost(PATIENCE).until(() -> second.ask("INFO replication").contains("master_link_status:up"));
        sentinel = RedisProcess.sentinel(sentinelHost, """
                sentinel monitor %1$s %2$s %3$d 1
                sentinel down-after-milliseconds %1$s 1000
                sentinel failover-timeout %1$s 5000
                """.formatted(NAME, firstHost, first.port()));
        await().atMost(PATIENCE)
                .until(() -> sentinel.ask("SENTINEL REPLICAS " + NAME).contains(String.valueOf(second.port())));
    }

    /** It looks around every 0.2 seconds instead of every ten: what it decides, and how, is the same. */
    private void hurry() {
        try {
            String answer = sentinel.ask("SENTINEL DEBUG info-period 200 publish-period 200 ping-period 200");
            if (!answer.startsWith("+OK")) {
                throw new IllegalStateException(answer);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes the replica the master, as an operator would; the old master becomes its replica. */
    public void failOver() throws IOException {
        String answer = sentinel.ask("SENTINEL FAILOVER " + NAME);
        if (!answer.startsWith("+OK")) {
            throw new IllegalStateException(answer);
        }
    }

    public Config.Redis config() {
        return new Config.Redis(
                Config.RedisMode.SENTINEL,
                sentinel.config().endpoints(),
                NAME,
                Optional.empty(),
                Duration.ofSeconds(2),
                4096);
    }

    @Override
    public void close() {
        sentinel.close();
        second.close();
        first.close();
    }
}

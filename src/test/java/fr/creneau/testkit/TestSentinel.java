package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A master, its replica, and a Sentinel that watches them. */
public final class TestSentinel implements AutoCloseable {
    private static final String NAME = "creneau";

    public final RedisProcess first;
    public final RedisProcess second;
    public final RedisProcess sentinel;

    public TestSentinel() {
        this(RedisProcess.LOCALHOST, RedisProcess.LOCALHOST, RedisProcess.LOCALHOST);
    }

    /**
     * Each at an address of the loopback, from which it also speaks.
     *
     * @param settings of both nodes: pairs of a configuration key and its value
     */
    public TestSentinel(String firstHost, String secondHost, String sentinelHost, String... settings) {
        first = RedisProcess.at(firstHost, settings);
        List<String> ofReplica = new ArrayList<>(List.of(settings));
        ofReplica.addAll(List.of("replicaof", firstHost + " " + first.port(), "repl-diskless-sync-delay", "0"));
        second = RedisProcess.at(secondHost, ofReplica.toArray(String[]::new));
        sentinel = RedisProcess.sentinel(sentinelHost, """
                sentinel monitor %1$s %2$s %3$d 1
                sentinel down-after-milliseconds %1$s 1000
                sentinel failover-timeout %1$s 5000
                """.formatted(NAME, firstHost, first.port()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sentinel.ask("SENTINEL REPLICAS " + NAME).contains(String.valueOf(second.port()))
                        && second.ask("INFO replication").contains("master_link_status:up"));
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

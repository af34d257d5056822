package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestSentinel;
import java.time.Duration;
import java.util.Map;

/** The Redis of a site: one node, or two under a Sentinel's eyes. Each syncs every write. */
sealed interface SiteRedis extends AutoCloseable {
    String[] DURABLE = {"appendonly", "yes", "appendfsync", "always"};

    /** The node that is written to. */
    RedisProcess master();

    /** What instances are told of it: {@code CRENEAU_…}. */
    Map<String, String> settings();

    @Override
    void close();

    record Single(RedisProcess master) implements SiteRedis {
        Single() {
            this(RedisProcess.server(DURABLE));
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("CRENEAU_REDIS_ENDPOINTS", master.config().endpoints().get(0));
        }

        @Override
        public void close() {
            master.close();
        }
    }

    /** Each at an address of its own, so that it can be cut off. */
    final class Pair implements SiteRedis {
        private static final Duration PATIENCE = Duration.ofSeconds(60);
        private static final String SENTINEL = "127.0.0.13";

        private final TestSentinel nodes = new TestSentinel("127.0.0.11", "127.0.0.12", SENTINEL, DURABLE);
        private RedisProcess master = nodes.first;
        private RedisProcess replica = nodes.second;

        @Override
        public RedisProcess master() {
            return master;
        }

        @Override
        public Map<String, String> settings() {
            return Map.of(
                    "CRENEAU_REDIS_MODE", "sentinel",
                    "CRENEAU_REDIS_MASTER", nodes.config().master(),
                    "CRENEAU_REDIS_ENDPOINTS", nodes.config().endpoints().get(0));
        }

        /** The master is cut off from everybody. */
        void cutMaster() {
            Sandbox.cut(master.host());
        }

        /** The master is cut off from its replica and the Sentinel; whoever writes to it goes on. */
        void splitMaster() {
            Sandbox.cut(master.host(), replica.host());
            Sandbox.cut(master.host(), SENTINEL);
        }

        /** Waits until the replica is the master. */
        void awaitPromotion() {
            await("promotion").atMost(PATIENCE).until(() -> replica.ask("ROLE").contains("master\r\n"));
            RedisProcess old = master;
            master = replica;
            replica = old;
        }

        /** Waits until the old master follows the new one. */
        void awaitFollower() {
            await("follower")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> replica.ask("INFO replication").contains("master_link_status:up"));
        }

        @Override
        public void close() {
            nodes.close();
        }
    }
}

package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three Redis masters that share the hash slots; the first may have a replica. */
public final class TestCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<RedisProcess> nodes = new ArrayList<>();
    private final List<RedisProcess> replicas = new ArrayList<>();

    private TestCluster() {}

    public static TestCluster start() {
        TestCluster cluster = new TestCluster();
        try {
            cluster.form();
            return cluster;
        } catch (IOException | RuntimeException failure) {
            cluster.close();
            throw new IllegalStateException("no cluster", failure);
        }
    }

    /** Makes another node, which takes over when the first master dies. */
    public RedisProcess replicaOfFirst() {
        RedisProcess replica = node();
        try {
            replicas.add(replica);
            RedisProcess first = nodes.get(0);
            expectOk(first.ask("CLUSTER MEET 127.0.0.1 " + replica.port() + " " + busPort(replica)));
            String master = word(first.ask("CLUSTER MYID"));
            await().atMost(PATIENCE)
                    .until(() -> replica.ask("CLUSTER REPLICATE " + master).startsWith("+OK"));
            await().atMost(PATIENCE).until(() -> replica.ask("INFO replication").contains("master_link_status:up"));
            // The other masters elect it: they must know whose replica it is.
            for (RedisProcess node : nodes) {
                await().atMost(PATIENCE).until(() -> node.ask("CLUSTER NODES").contains("slave " + master));
            }
            return replica;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A name for a desk whose keys are on that node. */
    public String deskOn(RedisProcess node) throws IOException {
        int index = nodes.indexOf(node);
        for (int i = 1; ; i++) {
            String desk = "guichet-" + i;
            int slot = Integer.parseInt(
                    word(node.ask("CLUSTER KEYSLOT {" + desk + "}")).substring(1));
            if (slot >= index * SLOTS / NODES && slot < (index + 1) * SLOTS / NODES) {
                return desk;
            }
        }
    }

    private static RedisProcess node() {
        return RedisProcess.server(
                Ports.free(),
                "cluster-enabled",
                "yes",
                "cluster-node-timeout",
                "3000",
                "cluster-port",
                String.valueOf(Ports.free()),
                "cluster-announce-ip",
                "127.0.0.1",
                // A master waits for further replicas before it sends itself to the first, unless told not to.
                "repl-diskless-sync-delay",
                "0");
    }

    private void form() throws IOException {
        for (int i = 0; i < NODES; i++) {
            nodes.add(node());
        }
        for (int i = 0; i < NODES; i++) {
            int first = i * SLOTS / NODES;
            int last = (i + 1) * SLOTS / NODES - 1;
            expectOk(nodes.get(i).ask("CLUSTER ADDSLOTSRANGE " + first + " " + last));
            expectOk(nodes.get(i).ask("CLUSTER SET-CONFIG-EPOCH " + (i + 1)));
        }
        for (RedisProcess other : nodes.subList(1, NODES)) {
            String bus = busPort(other);
            expectOk(nodes.get(0).ask("CLUSTER MEET 127.0.0.1 " + other.port() + " " + bus));
        }
        await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(TestCluster::isWhole));
    }

    private static String busPort(RedisProcess node) throws IOException {
        return word(node.ask("CONFIG GET cluster-port"));
    }

    /** The last word of an answer. */
    private static String word(String answer) {
        String[] lines = answer.split("\r\n");
        return lines[lines.length - 1];
    }

    private static boolean isWhole(RedisProcess node) {
        try {
            String info = node.ask("CLUSTER INFO");
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void expectOk(String answer) {
        if (!answer.startsWith("+OK")) {
            throw new IllegalStateException(answer);
        }
    }

    /** The masters. */
    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
    }

    public Config.Redis config() {
        return new Config.Redis(
                Config.RedisMode.CLUSTER,
                nodes.stream().map(node -> "redis://127.0.0.1:" + node.port()).toList(),
                "",
                Optional.empty(),
                Duration.ofSeconds(2),
                4096);
    }

    @Override
    public void close() {
        replicas.forEach(RedisProcess::close);
        nodes.forEach(RedisProcess::close);
    }
}

package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three Redis masters that share the hash slots. */
public final class TestCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private final List<RedisProcess> nodes = new ArrayList<>();

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

    private void form() throws IOException {
        for (int i = 0; i < NODES; i++) {
            int port = Ports.free();
            nodes.add(RedisProcess.server(
                    port,
                    "cluster-enabled",
                    "yes",
                    "cluster-node-timeout",
                    "3000",
                    "cluster-port",
                    String.valueOf(Ports.free()),
                    "cluster-announce-ip",
                    "127.0.0.1"));
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
        await().atMost(Duration.ofSeconds(30)).until(() -> nodes.stream().allMatch(TestCluster::isWhole));
    }

    private static String busPort(RedisProcess node) throws IOException {
        String answer = node.ask("CONFIG GET cluster-port");
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
        nodes.forEach(RedisProcess::close);
    }
}

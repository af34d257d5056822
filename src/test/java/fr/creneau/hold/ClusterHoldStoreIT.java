package fr.creneau.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.config.Config;
import fr.creneau.redis.RedisUnavailableException;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestCluster;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Scripts are known to one node after the other, and every desk lives on its own node. */
class ClusterHoldStoreIT extends HoldStoreConformance {
    private final TestCluster cluster = TestCluster.start();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    Config.Redis redis() {
        return cluster.config();
    }

    @Test
    void connectionsKilledOnAllNodesComeBack() throws IOException {
        for (RedisProcess node : cluster.nodes()) {
            node.ask("CLIENT KILL TYPE normal SKIPME yes");
        }
        Awaitility.await().ignoreException(RedisUnavailableException.class).untilAsserted(this::twoSlotsOfTwoSeats);
    }

    @Test
    void aFrozenNodeFailsItsDesksInTimeAndServesThemAgainOnceItThaws() {
        RedisProcess frozen = cluster.nodes().get(1);
        frozen.freeze();
        try {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 40; i++) {
                            twoSlotsOfTwoSeats();
                        }
                    })
                    .isInstanceOf(RedisUnavailableException.class);
        } finally {
            frozen.thaw();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreException(RedisUnavailableException.class)
                .untilAsserted(() -> {
                    for (int i = 0; i < 40; i++) {
                        twoSlotsOfTwoSeats();
                    }
                });
    }

    @Test
    void desksSpreadOverTheNodes() throws IOException {
        for (int i = 0; i < 40; i++) {
            twoSlotsOfTwoSeats();
        }
        for (RedisProcess node : cluster.nodes()) {
            assertThat(node.ask("DBSIZE")).isNotEqualTo(":0\r\n");
        }
    }
}

package fr.creneau.hold;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestCluster;
import java.io.IOException;
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
    void desksSpreadOverTheNodes() throws IOException {
        for (int i = 0; i < 40; i++) {
            twoSlotsOfTwoSeats();
        }
        for (RedisProcess node : cluster.nodes()) {
            assertThat(node.ask("DBSIZE")).isNotEqualTo(":0\r\n");
        }
    }
}

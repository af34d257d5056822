package fr.creneau.limit;

import fr.creneau.config.Config;
import fr.creneau.testkit.TestCluster;
import org.junit.jupiter.api.AfterAll;

class ClusterLimitsIT extends Limits {
    private final TestCluster cluster = TestCluster.start();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    Config.Redis redis() {
        return cluster.config();
    }
}

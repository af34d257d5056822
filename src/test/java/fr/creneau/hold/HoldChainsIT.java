package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.TestCluster;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hundreds of random chains of acts: the scripts on a real Redis and the plain model must agree after every act. */
class HoldChainsIT {
    private static final Logger log = LoggerFactory.getLogger("fr.creneau.measured");
    private static final int CHAINS = 400;
    private static final int CHAINS_ON_A_CLUSTER = 100;
    private static final int ACTS = 80;
    private static final int AT_ONCE = 8;

    @Test
    void randomChainsOfActsAgreeWithTheModel() throws InterruptedException, ExecutionException {
        run(Backends.redis(), CHAINS);
    }

    @Test
    void soTheyDoOnAClusterOfThreeNodes() throws InterruptedException, ExecutionException {
        try (TestCluster cluster = TestCluster.start()) {
            run(cluster.config(), CHAINS_ON_A_CLUSTER);
        }
    }

    private static void run(Config.Redis redis, int count) throws InterruptedException, ExecutionException {
        long seed = Long.getLong("creneau.seed", System.nanoTime());
        log.info("random chains of seed {}: run again with -Dcreneau.seed={}", seed, seed);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (TestHolds holds = new TestHolds(redis)) {
            List<Future<?>> chains = LongStream.range(seed, seed + count)
                    .<Future<?>>mapToObj(each -> threads.submit(() -> new HoldChains(holds, each).run(ACTS)))
                    .toList();
            for (Future<?> chain : chains) {
                chain.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}

package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestCluster;
import fr.creneau.testkit.TestSentinel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole site on a cluster, and on a pair that a Sentinel watches: people book at desks and through a waiting room, a master dies
 * while some are on their way, its replica takes over, and people book again.
 */
class RedisFailoverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ROOM = "salle";

    @TempDir
    Path folder;

    @Test
    void on_a_cluster_every_nodes_desks_are_booked_also_after_a_masters_death() throws Exception {
        try (TestCluster cluster = TestCluster.start()) {
            RedisProcess first = cluster.nodes().get(0);
            RedisProcess replica = cluster.replicaOfFirst();
            List<String> desks = new ArrayList<>();
            for (RedisProcess node : cluster.nodes()) {
                desks.add(cluster.deskOn(node));
            }
            try (ManyDesks site = new ManyDesks(cluster.config(), desks, ROOM, folder)) {
                for (RedisProcess node : cluster.nodes()) {
                    assertThat(node.ask("DBSIZE")).as("each has a desk").isNotEqualTo(":0\r\n");
                }
                bookThroughTheDeathOf(first, replica, site);
            }
        }
    }

    @Test
    void under_a_sentinel_the_replica_is_booked_on_after_the_masters_death() throws Exception {
        try (TestSentinel pair = new TestSentinel();
                ManyDesks site = new ManyDesks(pair.config(), List.of("guichet"), ROOM, folder)) {
            bookThroughTheDeathOf(pair.first, pair.second, site);
        }
    }

    /** The site's first desk is on that master. */
    private static void bookThroughTheDeathOf(RedisProcess master, RedisProcess replica, ManyDesks site) {
        bookEverywhere(site);
        Journey reviewing = reviewed(site.answered(site.desks.get(0)));
        Journey waiting = submitted(reviewed(site.answered(site.desks.get(0))));
        site.awaitTold();
        master.awaitFollowedBy(replica);

        master.kill();
        site.confirm(waiting);
        await().atMost(PATIENCE).until(replica::isMaster);

        site.confirm(submitted(reviewing));
        bookEverywhere(site);
        int people = 2 * (site.desks.size() + 1) + 2;
        assertThat(site.booked()).isEqualTo(people);
        site.assertBooksAreRight();
    }

    /** Somebody at each desk, and one whose turn it is. */
    private static void bookEverywhere(ManyDesks site) {
        for (String desk : site.desks) {
            site.confirm(submitted(reviewed(site.answered(desk))));
        }
        site.confirm(submitted(reviewed(site.calledIn())));
    }

    private static Journey reviewed(Journey journey) {
        Visitor visitor = journey.visitor;
        ManyDesks.again(() -> {
            journey.chooseSlot();
            assertThat(visitor.path).isEqualTo(journey.root + "/securite");
            assertThat(visitor.status).isEqualTo(200);
        });
        ManyDesks.again(() -> {
            visitor.get(journey.root + "/securite");
            journey.passed();
        });
        ManyDesks.again(() -> {
            visitor.get(journey.root + "/coordonnees");
            journey.detailed();
        });
        return journey;
    }

    private static Journey submitted(Journey journey) {
        Visitor visitor = journey.visitor;
        ManyDesks.again(() -> {
            visitor.get(journey.root + "/validation");
            if (!visitor.path.equals(journey.root + "/envoye")) {
                visitor.submit(journey.root + "/validation", Map.of());
            }
            assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
        });
        return journey;
    }
}

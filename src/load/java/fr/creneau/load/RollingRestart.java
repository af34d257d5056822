package fr.creneau.load;

import fr.creneau.testkit.Balancer;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ordinary day at three instances behind HAProxy, without stickiness, while each in turn is stopped as an operator stops it, and started
 * again. Nobody may notice. Always at a site of the run's own.
 */
public final class RollingRestart extends Simulation {
    // An instance that has just started is cold.
    private static final int PAGE_MS = 1_000;
    private static final int ANSWER_MS = 2_000;
    /** Longer than HAProxy takes to see that an instance wishes to leave: as in {@code docker/compose.yaml}. */
    private static final Map<String, String> SETTINGS = Map.of("CRENEAU_HTTP_DRAIN", "6s");

    private final OwnSite site = Target.started(() -> OwnSite.start(SETTINGS));
    private final Balancer balancer = Target.started(() -> Balancer.before(
            site.instances().stream()
                    .map(instance -> new Balancer.Instance(instance.process().port(), instance.management()))
                    .toList(),
            Balancer.Configuration.shipped()
                    // The clients tell of a network for each of them, so that limits count as in life.
                    .with("http-request del-header X-Forwarded-For\n", "\n"),
            OwnSite.folder()));
    private final List<Integer> restarted = new ArrayList<>();
    private final Thread operator = new Thread(this::restartEach, "operator");

    {
        Sale sale = Sale.open(Settings.number("seats", 1_000));
        Run run = Target.started(() -> Run.at(Target.of(site, List.of(balancer.url()), sale), sale));
        OrdinaryDay day = new OrdinaryDay(run, Settings.seconds("seconds", 120));
        Auditor auditor = run.auditor(Map.of("every-instance-was-restarted-meanwhile", this::notRestarted));
        setUp(day.visitors(), day.booking().andThen(auditor.afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(auditor.assertions(day.assertions(PAGE_MS, ANSWER_MS)));
    }

    @Override
    public void before() {
        operator.start();
    }

    private void restartEach() {
        try {
            int number = 0;
            for (OwnSite.Instance instance : site.instances()) {
                number++;
                instance.process().stop();
                instance.process().start();
                balancer.awaitUp(number);
                synchronized (restarted) {
                    restarted.add(number);
                }
                System.out.println("instance " + number + " was restarted");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> notRestarted() {
        synchronized (restarted) {
            return restarted.size() == site.instances().size()
                    ? Optional.empty()
                    : Optional.of("only " + restarted + " when the last visitor had come");
        }
    }
}

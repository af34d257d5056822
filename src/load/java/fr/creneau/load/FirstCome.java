package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.http.HttpDsl.status;

import fr.creneau.load.Books.Rule;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who asks first has a seat. Who gets none looks again for a while. */
final class FirstCome implements Opening {
    /** One in so many asks too early. */
    private static final int IMPATIENT = 3;

    private static final Duration FORM_LEAST = Duration.ofSeconds(5);
    private static final Duration FORM_MOST = Duration.ofSeconds(30);
    /** Answered before the opening. */
    private static final Duration SURELY = Duration.ofSeconds(5);

    private final Applicants applicants;
    private final int users;
    private final int looks;
    private final Optional<Instant> announced;

    /**
     * @param announced when the seats go on sale, unless they are already
     * @param looks how often somebody without a seat looks again
     */
    FirstCome(Run run, int users, Optional<Instant> announced, int looks) {
        this.looks = looks;
        applicants = run.applicants();
        this.users = users;
        this.announced = announced;
    }

    @Override
    public ChainBuilder before() {
        return exec(
                applicants.person(),
                applicants.journey(),
                doIf(this::isTooEarly)
                        .then(exec(
                                applicants.chooseSlot(),
                                Patience.with(
                                        applicants.hold("hold too early"),
                                        status().is(409),
                                        jmesPath("code").is("not-open")))),
                // They come again on a new connection.
                applicants.poll("slots announced").header("Connection", "close"));
    }

    private boolean isTooEarly(Session session) {
        return session.userId() % IMPATIENT == 0
                && announced.filter(Instant.now().plus(SURELY)::isBefore).isPresent();
    }

    @Override
    public ChainBuilder arrive() {
        return exec(
                exec(applicants.chooseSlot(), applicants.holdOr("full")),
                doIfOrElse((Session session) -> session.contains("seat"))
                        // Nobody reads and fills in a form within a second.
                        .then(pause(FORM_LEAST, FORM_MOST), applicants.book())
                        .orElse(lookAgain()));
    }

    private ChainBuilder lookAgain() {
        return exec(pause(5), repeat(looks).on(applicants.poll().toChainBuilder(), pause(5, 10)));
    }

    @Override
    public Map<String, Rule> rules() {
        return Map.of();
    }

    @Override
    public List<Assertion> assertions() {
        List<Assertion> assertions = new ArrayList<>(List.of(
                details("hold").successfulRequests().count().is((long) users),
                details("hold").responseTime().max().lt(Settings.number("answer-ms", 3_000)),
                details("poll").failedRequests().count().is(0L),
                details("poll").responseTime().percentile(99).lt(Settings.number("poll-ms", 50)),
                details("booking").failedRequests().count().is(0L)));
        if (announced.isPresent()) {
            assertions.add(details("hold too early").failedRequests().count().is(0L));
        }
        return assertions;
    }
}

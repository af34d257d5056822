package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.web.Answer;
import fr.creneau.web.Page;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A visit to one step of one desk's wizard, and the guards in front of it: no step is reached before those in front of it, whatever
 * address is typed or form replayed.
 */
public record Stage(Site site, Visit visit, DeskSchedule schedule) {
    public static final String NOTICE = "avis";
    private static final int STEPS = 5;

    public static void get(Router router, Site site, String step, Function<Stage, Future<Answer>> page) {
        site.get(router, "/rdv/:desk" + step, visit -> enter(site, visit, page));
    }

    public static void post(Router router, Site site, String step, Function<Stage, Future<Answer>> page) {
        site.post(router, "/rdv/:desk" + step, visit -> enter(site, visit, page));
    }

    private static Future<Answer> enter(Site site, Visit visit, Function<Stage, Future<Answer>> page) {
        return at(site, visit).compose(page);
    }

    private static Future<Stage> at(Site site, Visit visit) {
        String name = visit.pathParam("desk");
        return site.snapshot().map(snapshot -> {
            DeskSchedule schedule = snapshot.desks().entrySet().stream()
                    .filter(entry -> entry.getKey().value().equals(name))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElseThrow(() -> new Refused(Problem.UNKNOWN_DESK));
            visit.at(schedule.desk());
            return new Stage(site, visit, schedule);
        });
    }

    /** This visit with the desk as it is known by now: a form that is read, or a store that is asked, takes its time. */
    Future<Stage> renewed() {
        return at(site, visit);
    }

    public Desk desk() {
        return schedule.desk();
    }

    public DeskId deskId() {
        return desk().id();
    }

    public Instant now() {
        return site.clock().instant();
    }

    public LocalDate today() {
        return LocalDate.ofInstant(now(), desk().zone());
    }

    /** @param step with a slash in front */
    public String path(String step) {
        return "/rdv/" + deskId() + step;
    }

    /** That path with the notice that this page was asked to show. */
    public String withNotice(String path) {
        String notice = visit.query(NOTICE);
        return notice.matches("[a-z-]{1,20}") ? path + "?" + NOTICE + "=" + notice : path;
    }

    public Future<Answer> go(String step) {
        return Answer.redirect(path(step)).now();
    }

    /** What is known of this browser's way through this desk's wizard. */
    public Optional<Journey> journey() {
        return visit.session()
                .flatMap(session -> session.journey())
                .filter(journey -> journey.desk().equals(deskId()));
    }

    public void keep(Journey changed) {
        visit.session(visit.sessionOrNew().with(changed));
    }

    /** A page of the wizard. */
    public Answer.View view(int step, String template, String titleKey, Object model) {
        return Answer.view(template, titleKey, model).steps(steps(step));
    }

    private List<Page.Step> steps(int current) {
        return IntStream.rangeClosed(1, STEPS)
                .mapToObj(number -> new Page.Step(
                        number, visit.messages().get("wizard.step" + number), number == current, number < current))
                .toList();
    }

    /** The page that says that this step's turn has not come, and leads to the one whose turn it is. */
    public Future<Answer> outOfOrder(String step) {
        return Answer.view("etape", "wizard.order.title", new OutOfOrder(path(step)))
                .status(Problem.OUT_OF_ORDER.status())
                .now();
    }

    record OutOfOrder(String resume) {}

    /** For steps that need the questions of the first page answered, by someone this desk is for. */
    public Future<Answer> withAnswers(BiFunction<Journey, Verdict.Eligible, Future<Answer>> page) {
        Optional<Journey> known = journey();
        if (known.isEmpty()) {
            return outOfOrder("/descriptif");
        }
        Verdict verdict = desk().rules().judge(known.get().answers(), today());
        return verdict instanceof Verdict.Eligible eligible ? page.apply(known.get(), eligible) : go("/verdict");
    }

    /** For steps that need a live hold. What was typed stays whatever happened to it. */
    Future<Answer> withHold(BiFunction<Journey, Hold, Future<Answer>> page) {
        return withAnswers((journey, eligible) -> {
            if (journey.sent().isPresent()) {
                return go("/envoye");
            }
            if (journey.choice().isEmpty()) {
                return outOfOrder("/plage");
            }
            return hold(journey)
                    .compose(hold -> hold.map(live -> onHold(journey, eligible, live, page))
                            .orElseGet(() -> go("/plage?avis=" + Notice.HOLD_LOST.code())));
        });
    }

    /**
     * The hold of this browser, if it has one now: the cookie does not know whether it ran out or was lost. Where the cookie knows of no
     * choice nobody is asked.
     *
     * @return fails with {@link Refused} while the store is being rebuilt, and with its fault if it cannot be asked
     */
    Future<Optional<Hold>> hold(Journey journey) {
        if (journey.choice().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return site.bus()
                .request(HoldMessages.FIND, new HoldMessages.Find(deskId(), visit.sessionId()))
                .map(outcome -> {
                    if (outcome instanceof HoldOutcome.Rebuilding) {
                        throw new Refused(Problem.UNAVAILABLE);
                    }
                    return outcome instanceof HoldOutcome.Live live ? Optional.of(live.hold()) : Optional.empty();
                });
    }

    private Future<Answer> onHold(
            Journey journey, Verdict.Eligible eligible, Hold hold, BiFunction<Journey, Hold, Future<Answer>> page) {
        Journey current = refresh(journey, hold);
        return offeredChoice(current, eligible).isPresent()
                ? page.apply(current, hold)
                : go("/plage?avis=" + Notice.DAY_NOT_ALLOWED.code());
    }

    /** What was chosen, if it is on a day on which the applicant may come. */
    Optional<Choice> offeredChoice(Journey journey, Verdict.Eligible eligible) {
        return journey.choice().filter(choice -> eligible.offers(LocalDate.ofInstant(choice.start(), desk().zone())));
    }

    /** For steps behind the security check. */
    Future<Answer> withProof(BiFunction<Journey, Hold, Future<Answer>> page) {
        return withHold((journey, hold) -> hold.proven() ? page.apply(journey, hold) : outOfOrder("/securite"));
    }

    /** Redis knows better than the cookie. */
    Journey refresh(Journey journey, Hold hold) {
        Journey current = chose(journey, hold);
        if (!current.equals(journey)) {
            keep(current);
        }
        return current;
    }

    /** The journey with that hold as its choice. */
    Journey chose(Journey journey, Hold hold) {
        Instant start = schedule.offer(hold.seat().slot())
                .map(Offer::slot)
                .map(slot -> slot.start())
                .or(() -> journey.choice()
                        .filter(choice -> choice.slot().equals(hold.seat().slot()))
                        .map(Choice::start))
                .orElseThrow(() -> new Refused(Problem.UNAVAILABLE));
        // Not its deadline: an unproven hold ends before it, one that an outage of ours kept from being submitted after
        // it.
        Instant until = hold.expiresAt();
        Journey chosen = journey.chose(
                new Choice(hold.id(), hold.seat().slot(), start, Instant.ofEpochMilli(until.toEpochMilli())));
        return hold.proven() ? chosen.passed() : chosen;
    }
}

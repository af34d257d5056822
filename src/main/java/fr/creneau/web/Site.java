package fr.creneau.web;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import fr.creneau.domain.Language;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.Snapshot;
import fr.creneau.task.Workers;
import fr.creneau.waitingroom.Rooms;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.web.journey.PlaceHold;
import fr.creneau.web.journey.Sellouts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all pages share: the way from a request to a {@link Visit}, and from an {@link Answer} to a response. */
public final class Site {
    private static final Duration SESSION = Duration.ofHours(2);
    private static final Duration DRAFT = Duration.ofHours(1);
    /** People enrol days before the opening. */
    private static final Duration TICKETS = Duration.ofDays(30);

    private final Config config;
    private final Bus bus;
    private final Workers papers;
    private final Clock clock;
    private final Answers answers;
    private final Languages languages;
    private final Origins origins;
    private final Clients clients;
    private final Csrf csrf;
    private final SealedCookie sessionCookie;
    private final SealedCookie draftCookie;
    private final JourneyTokens journeyTokens;
    private final SealedCookie ticketsCookie;
    private final TicketTokens ticketTokens;
    private final PlaceHold placeHold;
    private final ErrorPages errors;
    private volatile Rooms rooms = Rooms.NONE;
    private volatile @Nullable Snapshot snapshot;

    Site(Config config, Bus bus, Workers papers, Clock clock, Assets assets) {
        this.config = config;
        this.bus = bus;
        this.papers = papers;
        this.clock = clock;
        this.answers = new Answers(assets, Page.Delays.of(config), clock);
        Config.Security security = config.security();
        this.languages = new Languages(security.secureCookies());
        this.origins = new Origins(config.http());
        this.clients = new Clients(config.http().trustedProxies());
        this.csrf = new Csrf(Keyring.derive(security.keys(), "form token"));
        Seal seal = new Seal(Keyring.derive(security.keys(), "cookie"));
        this.sessionCookie = new SealedCookie("creneau", SESSION, security.secureCookies(), seal, clock);
        this.draftCookie = new SealedCookie("brouillon", DRAFT, security.secureCookies(), seal, clock);
        this.journeyTokens =
                new JourneyTokens(new SealedCookie("journey token", SESSION, false, seal, clock), SESSION, clock);
        this.ticketsCookie = new SealedCookie("file", TICKETS, security.secureCookies(), seal, clock);
        this.ticketTokens =
                new TicketTokens(new SealedCookie("ticket token", TICKETS, false, seal, clock), TICKETS, clock);
        this.placeHold =
                new PlaceHold(bus, clock, Sellouts.follow(bus, config.holds().fullFor()));
        this.errors = new ErrorPages(this);
        followSchedule();
    }

    public Config config() {
        return config;
    }

    public Bus bus() {
        return bus;
    }

    /** Where letters are made: not on an event loop. */
    public Workers papers() {
        return papers;
    }

    public Clock clock() {
        return clock;
    }

    /** All desks and what they have on sale, as last announced. */
    public Future<Snapshot> snapshot() {
        Snapshot known = snapshot;
        return known == null
                ? bus.request(ScheduleMessages.CURRENT, new ScheduleMessages.Current())
                : Future.succeededFuture(known);
    }

    /** From now on nobody is asked for what is on sale. */
    private void followSchedule() {
        bus.listen(ScheduleMessages.CHANGED, newer -> snapshot = newer);
        // The one there is already; a site without that verticle, as in tests, asks each time.
        bus.request(ScheduleMessages.CURRENT, new ScheduleMessages.Current()).onSuccess(known -> {
            if (snapshot == null) {
                snapshot = known;
            }
        });
    }

    public PlaceHold placeHold() {
        return placeHold;
    }

    /** The sessions of the API's clients. */
    public JourneyTokens journeyTokens() {
        return journeyTokens;
    }

    /** The tickets of the API's clients. */
    public TicketTokens ticketTokens() {
        return ticketTokens;
    }

    /** The language a client that keeps no cookies asks for; else French. */
    public Language acceptedLanguage(HttpServerRequest request) {
        return Languages.accepted(request.getHeader("Accept-Language")).orElse(Language.FR);
    }

    /** The prefix of the client's address that limits count by: never log it. */
    public String clientPrefix(HttpServerRequest request) {
        return clients.prefix(request);
    }

    /** All waiting rooms as they were last announced: nobody is asked. */
    public Rooms rooms() {
        return rooms;
    }

    /** @param changed called each time anything of them is new */
    public void followRooms(Runnable changed) {
        bus.listen(WaitingRoomMessages.CHANGED, newer -> {
            rooms = newer;
            changed.run();
        });
        // Those known already, unless newer ones were announced meanwhile; a site without that verticle, as in tests,
        // has none.
        bus.request(WaitingRoomMessages.CURRENT, new WaitingRoomMessages.Current())
                .onSuccess(known -> {
                    if (rooms.equals(Rooms.NONE)) {
                        rooms = known;
                    }
                });
    }

    public void get(Router router, String path, Function<Visit, Future<Answer>> page) {
        mount(router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD), page);
    }

    public void post(Router router, String path, Function<Visit, Future<Answer>> page) {
        mount(router.route(path).method(HttpMethod.POST), page);
    }

    private void mount(Route route, Function<Visit, Future<Answer>> page) {
        route.handler(context -> {
            // A form waits until its page asks for it: what arrives before somebody listens would be lost.
            context.request().pause();
            context.addEndHandler(ended -> context.request().resume());
            Visit visit = new Visit(this, context);
            Future.succeededFuture(visit)
                    .compose(page)
                    // In the chain, not behind it: what a template throws must reach the error page.
                    .map(answer -> {
                        send(visit, answer);
                        return answer;
                    })
                    .onFailure(fault -> errors.send(visit, fault));
        });
    }

    /** Sends an answer, and the cookies that go with it. */
    void send(Visit visit, Answer answer) {
        answers.send(visit, answer, snapshot);
    }

    /** A page for whoever comes, in French: without desk, form or step. Blocking. */
    String renderForAll(Answer.View view) {
        return answers.renderForAll(view);
    }

    ErrorPages errors() {
        return errors;
    }

    Languages languages() {
        return languages;
    }

    Origins origins() {
        return origins;
    }

    Clients clients() {
        return clients;
    }

    Csrf csrf() {
        return csrf;
    }

    SealedCookie sessionCookie() {
        return sessionCookie;
    }

    SealedCookie draftCookie() {
        return draftCookie;
    }

    SealedCookie ticketsCookie() {
        return ticketsCookie;
    }

    /** The tickets a request came with. */
    public Tickets tickets(RoutingContext context) {
        return ticketsCookie.read(context).map(TicketsJson::read).orElse(Tickets.NONE);
    }
}

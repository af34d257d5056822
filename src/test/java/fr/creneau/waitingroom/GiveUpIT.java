package fr.creneau.waitingroom;

import static fr.creneau.waitingroom.RoomDatabase.RELEASE;
import static fr.creneau.waitingroom.RoomDatabase.done;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Availability.FreeFrom;
import fr.creneau.hold.HoldMessages.Guard;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldVerticle;
import fr.creneau.hold.SessionId;
import fr.creneau.testkit.Backends;
import fr.creneau.waitingroom.TurnStore.State;
import fr.creneau.waitingroom.WaitingRoomMessages.Enter;
import fr.creneau.waitingroom.WaitingRoomMessages.EnterOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUp;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUpOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A turn that was given up lets nobody hold a seat, whoever kept a copy of its pass. */
class GiveUpIT {
    private static final Duration TURN = Duration.ofMinutes(5);
    private static final int PEOPLE = 4;
    private static final SlotId SLOT = new SlotId("slot0001");

    private final RoomDatabase database = new RoomDatabase(Instant.now().plus(TURN), PEOPLE);
    private final Vertx vertx = database.vertx();
    private final Bus bus = Bus.of(vertx);
    private final DeskId desk = new DeskId("desk-" + Long.toString(System.nanoTime(), 36));
    private final TurnStore store = new TurnStore(database.pool, TURN);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCopyOfThePassOfATurnThatWasGivenUpHoldsNothing() {
        Turns turns = open(Backends.redis().endpoints().get(0));
        sell();
        SessionId anne = session();
        SessionId bruno = session();
        String kept = enter(turns, 1, anne);
        String other = enter(turns, 2, bruno);
        assertThat(done(turns.giveUp(new GiveUp(RELEASE, 1, anne)))).isEqualTo(GiveUpOutcome.GIVEN_UP);
        assertThat(done(turns.giveUp(new GiveUp(RELEASE, 1, anne)))).isEqualTo(GiveUpOutcome.NOT_YOURS);
        assertThat(place(anne, kept)).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(place(bruno, other)).isInstanceOf(PlaceOutcome.Held.class);
        assertThat(database.state().turns())
                .as("Bruno's and those not taken up")
                .isEqualTo(PEOPLE - 1);
    }

    @Test
    void nobodyGivesUpTheTurnOfAnotherSession() {
        Turns turns = open(Backends.redis().endpoints().get(0));
        sell();
        SessionId anne = session();
        String pass = enter(turns, 1, anne);
        assertThat(done(turns.giveUp(new GiveUp(RELEASE, 1, session())))).isEqualTo(GiveUpOutcome.NOT_YOURS);
        assertThat(place(anne, pass)).isInstanceOf(PlaceOutcome.Held.class);
    }

    /** Else the next in line would be called for a seat that the pass can still take. */
    @Test
    void whileRedisIsAwayATurnCannotBeGivenUp() {
        Turns turns = open("redis://127.0.0.1:" + Backends.freePort());
        SessionId anne = session();
        enter(turns, 1, anne);
        Future<Boolean> given =
                turns.giveUp(new GiveUp(RELEASE, 1, anne)).transform(end -> Future.succeededFuture(end.succeeded()));
        assertThat(done(given)).isFalse();
        assertThat(database.state().turns()).isEqualTo(PEOPLE);
        assertThat(done(turns.enter(new Enter(RELEASE, 1, anne)))).isInstanceOf(EnterOutcome.Entered.class);
    }

    /** Else a pass outlives a turn that was passed on, or holds nothing in a turn that lasts. */
    @Test
    void aPassEndsByTheClockOfRedisWhenTheTurnEndsByThatOfPostgresql() {
        SessionId anne = session();
        SessionId bruno = session();
        String redis = Backends.redis().endpoints().get(0);
        Turns together = open(redis);
        sell();
        // As if Redis had told that its clock is so much behind: by it the turn is over.
        Turns apart = turns(TURN.plusMinutes(1));
        EnterOutcome.Entered over = (EnterOutcome.Entered) done(apart.enter(new Enter(RELEASE, 1, anne)));
        assertThat(over.until()).isAfter(Instant.now());
        assertThat(place(anne, over.pass())).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(place(bruno, enter(together, 2, bruno))).isInstanceOf(PlaceOutcome.Held.class);
    }

    /** Everybody has enrolled, and been called. */
    private Turns open(String redis) {
        TicketStore tickets = new TicketStore(database.pool);
        done(tickets.enrol(
                RELEASE,
                IntStream.rangeClosed(1, PEOPLE).mapToObj(RoomDatabase::wish).toList()));
        database.openNow();
        done(tickets.draw(RELEASE));
        done(store.call(RELEASE, 0, PEOPLE));
        done(vertx.deployVerticle(new HoldVerticle(config(redis))));
        return turns(Duration.ZERO);
    }

    /** @param ahead how far PostgreSQL's clock is ahead of that of Redis */
    private Turns turns(Duration ahead) {
        State state = database.state();
        Draw draw = Draw.of(HexFormat.of().parseHex(state.key()), PEOPLE);
        Release release = new Release(RELEASE, desk, state.now(), state.now(), true);
        Room room = new Room(
                release,
                "",
                PEOPLE,
                0,
                Optional.of(new Room.Result(draw, state.key())),
                PEOPLE,
                state.calls(),
                Optional.empty(),
                new Room.Seats(PEOPLE, PEOPLE, PEOPLE));
        Config.Security security = config("redis://127.0.0.1:1").security();
        return new Turns(bus, store, security, () -> new Rooms(Map.of(RELEASE, room), ahead));
    }

    private static Config config(String redis) {
        String secret = "k".repeat(32);
        return ConfigLoader.load(
                null,
                Map.of(
                        "CRENEAU_HTTP_PUBLIC_URL", "http://localhost:8080",
                        "CRENEAU_POSTGRES_PASSWORD", secret,
                        "CRENEAU_REDIS_ENDPOINTS", redis,
                        "CRENEAU_SECURITY_KEYS", secret,
                        "CRENEAU_SECURITY_PERSON_KEY", secret));
    }

    /** The seats of the release, in Redis, for those whose turn it is. */
    private void sell() {
        Instant start = Instant.now().plus(Duration.ofDays(30));
        List<SeatWord> seats = IntStream.range(0, PEOPLE)
                .mapToObj(seat -> new SeatWord(new Seat(SLOT, seat), start, 1, new FreeFrom(Instant.EPOCH)))
                .toList();
        done(bus.request(HoldMessages.REBUILD, new Rebuild(desk, seats)));
        bus.announce(HoldMessages.GUARDED, new Guard(Map.of(SLOT, RELEASE)));
    }

    private static String enter(Turns turns, int ticket, SessionId session) {
        EnterOutcome outcome = done(turns.enter(new Enter(RELEASE, ticket, session)));
        return ((EnterOutcome.Entered) outcome).pass();
    }

    private PlaceOutcome place(SessionId session, String pass) {
        Place wish = new Place(desk, SLOT, session, Instant.now().plusSeconds(20)).with(Optional.of(pass));
        return done(bus.request(HoldMessages.PLACE, wish));
    }

    private static SessionId session() {
        return new SessionId(Tokens.random());
    }
}

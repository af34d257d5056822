package fr.creneau.waitingroom;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.domain.waitingroom.Admission;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Guard;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.task.Recurring;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@link WaitingRoomMessages}. One for each instance. Needs the limit, hold, schedule and challenge verticles. */
public final class WaitingRoomVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(WaitingRoomVerticle.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofHours(6);

    private final Config config;
    private final Pool database;
    private final Clock clock;
    private Guard guard = new Guard(Map.of());
    private @Nullable Recurring looks;
    private @Nullable Recurring forgetting;

    public WaitingRoomVerticle(Config config, Pool database, Clock clock) {
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        Bus bus = Bus.of(vertx);
        Config.WaitingRoom settings = config.waitingRoom();
        TicketStore tickets = new TicketStore(database);
        TurnStore turnStore = new TurnStore(database, settings.turn());
        RoomKeeper keeper = new RoomKeeper(
                tickets,
                turnStore,
                new Admission(settings.rate()),
                bus,
                clock,
                rooms -> bus.announce(WaitingRoomMessages.CHANGED, rooms));
        Turns turns = new Turns(bus, turnStore, config.security(), keeper::rooms);
        TicketWriter writer = new TicketWriter(vertx, tickets, settings.mostEnrolling());
        Enrolment enrolment = new Enrolment(bus, writer, config.security(), keeper::rooms);
        Recurring recurring = new Recurring(vertx, "looking after the waiting rooms", LOOK_EVERY, () -> look(keeper));
        looks = recurring;
        Recurring oblivion = new Recurring(vertx, "forgetting tickets", FORGET_EVERY, tickets::forget);
        forgetting = oblivion;

        bus.listen(ScheduleMessages.CHANGED, snapshot -> {
            keeper.follow(snapshot);
            tell(bus, keeper.guard());
        });
        bus.listen(
                HoldMessages.PASS_USED,
                used -> turns.used(used)
                        .onFailure(fault ->
                                log.warn("the end of a turn was not written, its seat is kept until then", fault)));
        bus.answer(WaitingRoomMessages.CURRENT, asked -> Future.succeededFuture(keeper.rooms()));
        bus.answer(WaitingRoomMessages.ENROL, enrolment::enrol);
        bus.answer(WaitingRoomMessages.ENTER, turns::enter);
        bus.answer(WaitingRoomMessages.GIVE_UP, turns::giveUp);
        bus.answer(WaitingRoomMessages.OWNS, turns::owns);
        return bus.request(ScheduleMessages.CURRENT, new ScheduleMessages.Current())
                .onSuccess(snapshot -> {
                    keeper.follow(snapshot);
                    tell(bus, keeper.guard());
                    recurring.wake();
                    oblivion.wake();
                });
    }

    @Override
    public Future<?> stop() {
        if (looks != null) {
            looks.stop();
        }
        if (forgetting != null) {
            forgetting.stop();
        }
        return Future.succeededFuture();
    }

    /** Looks again at once where something was moved on, so that people see it. */
    private Future<Void> look(RoomKeeper keeper) {
        return keeper.look().map(moved -> {
            if (moved && looks != null) {
                looks.wake();
            }
            return null;
        });
    }

    private void tell(Bus bus, Guard current) {
        if (!current.equals(guard)) {
            guard = current;
            bus.announce(HoldMessages.GUARDED, current);
        }
    }
}

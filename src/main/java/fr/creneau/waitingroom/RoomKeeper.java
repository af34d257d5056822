package fr.creneau.waitingroom;

import fr.creneau.bus.Bus;
import fr.creneau.domain.ClockDifference;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.domain.waitingroom.Admission;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.domain.waitingroom.Pace;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Room.Result;
import fr.creneau.domain.waitingroom.Room.Seats;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.schedule.Snapshot;
import fr.creneau.waitingroom.TurnStore.State;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows the waiting rooms and moves them on: makes their keys, has the draw happen once it is due, lets people in. Any instance does,
 * and all may at once, since each of these is a compare-and-set. What was seen is kept in memory, for everybody who asks. Not
 * thread-safe: one event loop keeps it.
 */
final class RoomKeeper {
    /** Clocks that moved apart by more, as by a failover, are news. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final TicketStore tickets;
    private final TurnStore turns;
    private final Admission admission;
    private final Bus bus;
    private final Clock clock;
    private final Consumer<Rooms> onChange;
    private final Map<ReleaseId, Result> results = new HashMap<>();
    private final Joined joined = new Joined();
    /** Free seats as they were last counted, for display. */
    private final Map<ReleaseId, Integer> shown = new HashMap<>();

    private Map<ReleaseId, Release> releases = Map.of();
    private Map<SlotId, ReleaseId> slots = Map.of();
    private Rooms rooms = Rooms.NONE;
    private ClockDifference postgresql = ClockDifference.NONE;
    /** How far PostgreSQL was ahead when that was last told. */
    private Duration aheadTold = Duration.ZERO;

    /** @param onChange hears of every state that says something else than the one before */
    RoomKeeper(
            TicketStore tickets, TurnStore turns, Admission admission, Bus bus, Clock clock, Consumer<Rooms> onChange) {
        this.tickets = tickets;
        this.turns = turns;
        this.admission = admission;
        this.bus = bus;
        this.clock = clock;
        this.onChange = onChange;
    }

    Rooms rooms() {
        return rooms;
    }

    /** Which releases have a waiting room, and which slots are theirs. */
    void follow(Snapshot snapshot) {
        releases = snapshot.desks().values().stream()
                .flatMap(desk -> desk.releases().stream())
                .filter(Release::waitingRoom)
                .collect(Collectors.toUnmodifiableMap(Release::id, release -> release));
        slots = snapshot.desks().values().stream()
                .flatMap(desk -> desk.slots().stream())
                .filter(offer -> offer.release().filter(Release::waitingRoom).isPresent())
                .collect(Collectors.toUnmodifiableMap(
                        offer -> offer.slot().id(),
                        offer -> offer.release().orElseThrow().id()));
    }

    HoldMessages.Guard guard() {
        return new HoldMessages.Guard(slots);
    }

    /** One look at all rooms; whether anything was moved on, which is seen at the next look. */
    Future<Boolean> look() {
        if (releases.isEmpty()) {
            see(List.of());
            return Future.succeededFuture(false);
        }
        Instant asked = clock.instant();
        return turns.read(releases.keySet())
                .onSuccess(states -> learnTime(asked, states))
                .compose(states -> count(states).compose(free -> {
                    List<Future<Boolean>> moves = Stream.concat(
                                    missing(states)
                                            .map(release ->
                                                    tickets.open(release).map(true)),
                                    states.stream().map(state -> move(state, free)))
                            .toList();
                    // Seen whatever becomes of the moves: a room that cannot be moved on must not stop the others.
                    see(states);
                    return Future.join(moves).map(moved -> moves.stream().anyMatch(Future::result));
                }));
    }

    private Stream<ReleaseId> missing(List<State> states) {
        return releases.keySet().stream()
                .filter(release ->
                        states.stream().noneMatch(state -> state.release().equals(release)));
    }

    private Future<Boolean> move(State state, Map<ReleaseId, Integer> free) {
        if (state.drawn().isPresent()) {
            return letIn(state, free.getOrDefault(state.release(), 0));
        }
        return state.opened() ? tickets.draw(state.release()) : Future.succeededFuture(false);
    }

    private Future<Boolean> letIn(State state, int free) {
        Duration pause = Duration.between(state.lastCalled().orElse(Instant.EPOCH), state.now());
        int more = admission.next(free, state.turns(), state.issued() - state.called(), pause);
        return more == 0 ? Future.succeededFuture(false) : turns.call(state.release(), state.called(), more);
    }

    /**
     * Counts after the turns were read: whoever held a seat meanwhile counts twice, never not at all. What could not be counted is
     * missing: without Redis nobody is let in.
     */
    private Future<Map<ReleaseId, Integer>> count(List<State> states) {
        Map<ReleaseId, Integer> free = new HashMap<>();
        List<DeskId> desks = states.stream()
                .filter(state -> state.drawn().isPresent())
                .flatMap(state -> Optional.ofNullable(releases.get(state.release())).stream())
                .map(Release::desk)
                .distinct()
                .toList();
        return Future.join(desks.stream().map(desk -> count(desk, free)).toList())
                .transform(counted -> {
                    shown.putAll(free);
                    return Future.succeededFuture(free);
                });
    }

    private Future<Void> count(DeskId desk, Map<ReleaseId, Integer> free) {
        return bus.request(HoldMessages.COUNT, new HoldMessages.Count(desk)).map(outcome -> {
            if (outcome instanceof CountOutcome.Counted counted) {
                releases.values().stream()
                        .filter(release -> release.desk().equals(desk))
                        .forEach(release -> free.put(release.id(), 0));
                counted.free()
                        .forEach((slot, seats) -> Optional.ofNullable(slots.get(slot))
                                .ifPresent(release -> free.merge(release, seats, Integer::sum)));
            }
            return null;
        });
    }

    /** Before anything else is waited for: passes are judged by this difference. */
    private void learnTime(Instant asked, List<State> states) {
        Instant answered = clock.instant();
        states.stream().findAny().ifPresent(state -> postgresql = postgresql.learn(asked, state.now(), answered));
    }

    private void see(List<State> states) {
        Map<ReleaseId, Room> seen = new HashMap<>();
        for (State state : states) {
            Optional.ofNullable(releases.get(state.release()))
                    .ifPresent(release -> seen.put(release.id(), room(release, state)));
        }
        Duration ahead = postgresql.ahead();
        boolean changed = !seen.equals(rooms.all());
        rooms = new Rooms(changed ? seen : rooms.all(), ahead);
        if (changed || ahead.minus(aheadTold).abs().compareTo(WORTH_TELLING) > 0) {
            aheadTold = ahead;
            onChange.accept(rooms);
        }
    }

    private Room room(Release release, State state) {
        return new Room(
                release,
                Draw.commitment(HexFormat.of().parseHex(state.key())),
                state.issued(),
                joined.lastMinute(release.id(), state.now(), state.issued()),
                state.drawn().map(drawn -> result(release.id(), state.key(), drawn)),
                state.called(),
                state.calls(),
                Pace.of(state.calls(), state.now()),
                new Seats(state.untaken(), shown.getOrDefault(release.id(), 0), state.turns()));
    }

    /** Made once: a draw never changes. */
    private Result result(ReleaseId release, String key, int drawn) {
        Result known = results.get(release);
        if (known == null || !known.key().equals(key) || known.draw().tickets() != drawn) {
            known = new Result(Draw.of(HexFormat.of().parseHex(key), drawn), key);
            results.put(release, known);
        }
        return known;
    }
}

package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.ReadOutcome;
import fr.creneau.bus.Bus;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.Slot;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.TestDesks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers on the bus like the booking and schedule verticles, from a map: it lets the pages be seen in every state. What really
 * happens behind them is tested with the real ones in {@code ManageIT}.
 */
public final class LinkDesk {
    public static final Desk DESK = TestDesks.desk("cayenne");

    private final Map<String, BookingState> states = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Instant start;

    /** @param start of every appointment */
    public LinkDesk(Vertx vertx, Instant start) {
        this.start = start.truncatedTo(ChronoUnit.MINUTES);
        Bus bus = Bus.of(vertx);
        bus.answer(ScheduleMessages.CURRENT, asked -> Future.succeededFuture(snapshot()));
        bus.answer(BookingMessages.READ, asked -> Future.succeededFuture(read(asked)));
        bus.answer(BookingMessages.CONFIRM, asked -> Future.succeededFuture(confirm(asked)));
        bus.answer(BookingMessages.CANCEL, asked -> Future.succeededFuture(cancel(asked)));
    }

    /** From now on there is such a link. Tokens that begin with c confirm, others manage. */
    public void link(String token, BookingState state) {
        states.put(token, state);
    }

    /** How often something was asked that may change anything. */
    public int changes() {
        return changes.get();
    }

    private ReadOutcome read(BookingMessages.Read asked) {
        boolean fits = asked.token().startsWith("c") == (asked.purpose() == Purpose.CONFIRM);
        BookingState state = fits ? states.get(asked.token()) : null;
        return state == null
                ? new ReadOutcome.Unknown()
                : new ReadOutcome.Found(appointment(state), Instant.now().plusSeconds(600));
    }

    private ConfirmOutcome confirm(BookingMessages.Confirm asked) {
        changes.incrementAndGet();
        BookingState before = states.replace(asked.token(), BookingState.BOOKED);
        return before == null
                ? new ConfirmOutcome.Unknown()
                : new ConfirmOutcome.Confirmed(appointment(BookingState.BOOKED));
    }

    private CancelOutcome cancel(BookingMessages.Cancel asked) {
        changes.incrementAndGet();
        BookingState before = states.replace(asked.token(), BookingState.CANCELLED);
        return before == null ? CancelOutcome.UNKNOWN : CancelOutcome.CANCELLED;
    }

    private Snapshot snapshot() {
        Slot slot = new Slot(new SlotId("slot000001"), DESK.id(), start, Duration.ofMinutes(15), 2);
        Snapshot.DeskSchedule schedule = new Snapshot.DeskSchedule(DESK, List.of(new Snapshot.Offer(slot, 1)));
        return new Snapshot(Instant.now(), Map.of(DESK.id(), schedule));
    }

    private Appointment appointment(BookingState state) {
        return new Appointment(
                new BookingId(UUID.nameUUIDFromBytes(new byte[] {1})),
                new Reference("7F3K-92QX"),
                state,
                DESK.id(),
                start,
                Duration.ofMinutes(15),
                new Applicant(
                        "Saint-Hilaire <i>",
                        "Marie-Noëlle",
                        new EmailAddress("marie@example.org"),
                        new AgdrefNumber("9731023456"),
                        Optional.empty()),
                new Answers(Procedure.RENEWAL, LocalDate.of(2026, 11, 1), "97302"),
                180,
                Language.FR,
                1);
    }
}

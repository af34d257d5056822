package fr.creneau.booking;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.hold.HoldMessages;
import fr.creneau.pg.Pools;
import fr.creneau.task.Recurring;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Requests and appointments: answers {@link BookingMessages}, keeps Redis told, and does what is due by the clock. */
public final class BookingVerticle extends VerticleBase {
    private static final Duration EXPIRY_EVERY = Duration.ofSeconds(5);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    /** What a failover lost is wrong for no longer than this, and half a second for each thousand seats. */
    private static final Duration RECONCILE_EVERY = Duration.ofMinutes(1);
    /** It takes its time: some millions of seats. */
    private static final Duration RECONCILE_WITHIN = Duration.ofMinutes(30);

    private static final Duration HOUSEKEEPING_EVERY = Duration.ofMinutes(1);

    private final Config config;
    private final Clock clock;
    private final Steps steps;
    private List<Recurring> recurring = List.of();

    public BookingVerticle(Config config, Clock clock) {
        this(config, clock, Steps.PRODUCTION);
    }

    BookingVerticle(Config config, Clock clock, Steps steps) {
        this.config = config;
        this.clock = clock;
        this.steps = steps;
    }

    @Override
    public Future<?> start() {
        Bus bus = Bus.of(vertx);
        Config.Bookings bookings = config.bookings();
        Pool pool = Pools.open(vertx, config.postgres());
        ConfirmDeadline deadline = new ConfirmDeadline(bookings.confirmWithin(), bookings.confirmAtMost());
        PgBookingStore store = new PgBookingStore(deadline);
        PgBatchStore batches = new PgBatchStore(deadline);
        PgSeatStore seats = new PgSeatStore();
        PgHousekeepingStore housekeepingStore = new PgHousekeepingStore();
        Mails mails = new Mails(bus);
        Retry retry = new Retry(vertx);
        Drafts drafts = new Drafts(config.security());
        DeskRebuild rebuild = new DeskRebuild(bus, pool, seats);
        SeatMirror mirror = new SeatMirror(vertx, bus, pool, seats, rebuild, steps);
        Overdue overdue = new Overdue(pool, housekeepingStore, mirror, bookings.coolingMin(), bookings.confirmWithin());
        OpenBooking open = new OpenBooking(
                pool,
                store,
                new SlotsOnSale(pool, batches),
                new Eligibility(bus, clock),
                new Turn(bus),
                new SessionHolds(bus, clock),
                new SubmissionLimits(bus),
                new WriteTogether(pool, batches, mails, new WriteRequest(pool, store, mails, retry, steps), steps),
                new RefuseQuietly(pool, store, mails, retry, bookings.coolingMin()),
                overdue,
                mirror,
                drafts,
                steps,
                clock,
                config.holds().seal());
        MailedLinks links = new MailedLinks(
                pool, store, mails, mirror, retry, new Cooling(bookings.coolingMin(), bookings.coolingMax()), steps);
        Submissions submissions = new Submissions(
                pool,
                new PgSubmissionStore(deadline, bookings.coolingMin()),
                store,
                mails,
                drafts,
                deadline,
                bookings.resends());
        Housekeeping housekeeping =
                new Housekeeping(pool, overdue, housekeepingStore, store, mails, submissions, bookings);

        bus.answer(BookingMessages.OPEN, open::open);
        bus.answer(BookingMessages.REPEAT, open::repeat);
        bus.answer(BookingMessages.SUBMITTED, submissions::submitted);
        bus.answer(BookingMessages.RESEND, submissions::resend);
        bus.answer(BookingMessages.CORRECT, submissions::correct);
        bus.answer(BookingMessages.MAIL_ACCEPTED, submissions::mailAccepted);
        bus.answer(BookingMessages.READ, links::read);
        bus.answer(BookingMessages.CONFIRM, links::confirm);
        bus.answer(BookingMessages.CANCEL, links::cancel);

        recurring = List.of(
                new Recurring(vertx, "telling Redis", SWEEP_EVERY, mirror::sweep),
                new Recurring(vertx, "telling Redis again", RECONCILE_EVERY, RECONCILE_WITHIN, mirror::reconcile),
                new Recurring(vertx, "expiry", EXPIRY_EVERY, housekeeping::expire),
                new Recurring(vertx, "housekeeping", HOUSEKEEPING_EVERY, housekeeping::daily));
        bus.listen(HoldMessages.UNKNOWN_DESK, rebuild::whenUnknown);
        recurring.forEach(Recurring::wake);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        recurring.forEach(Recurring::stop);
        return Future.succeededFuture();
    }
}

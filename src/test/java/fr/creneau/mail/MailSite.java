package fr.creneau.mail;

import fr.creneau.booking.BookingMessages;
import fr.creneau.bus.Bus;
import fr.creneau.bus.Done;
import fr.creneau.config.Config;
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
import fr.creneau.domain.slot.DeskId;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.Outbox;
import fr.creneau.outbox.OutboxMessages;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.pg.Pools;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.TestDesks;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A database with one desk, and as many mail verticles on it as a test wants. */
final class MailSite implements AutoCloseable {
    static final Desk DESK = TestDesks.desk("cayenne");
    static final URI PUBLIC_URL = URI.create("https://rendez-vous.example.org");
    /** Impatient, so that tests of patience are short. */
    static final MailPace QUICK = new MailPace(
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofSeconds(10));

    /** Whose relay is left alone for the rest of the test once it failed. */
    static MailPace leavingTheRelayAloneForMinutes() {
        Duration minutes = Duration.ofMinutes(5);
        return new MailPace(QUICK.tick(), minutes, minutes, minutes, minutes, QUICK.longestAhead());
    }

    static MailPace waitingForAConnection(Duration longest) {
        return new MailPace(
                QUICK.tick(),
                QUICK.staleAfter(),
                QUICK.firstRetry(),
                QUICK.longestRetry(),
                QUICK.longestPause(),
                longest);
    }

    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final Bus bus = Bus.of(vertx);
    final List<BookingMessages.MailAccepted> acceptances = new CopyOnWriteArrayList<>();

    /** When the schedule tells of the desk: asked for each instance's first mail, after it was claimed. */
    volatile Future<Void> scheduleAnswers = Future.succeededFuture();

    MailSite() {
        this(Backends.freshDatabase());
    }

    MailSite(Config.Postgres database) {
        pool = Pools.open(vertx, database);
        Snapshot snapshot = new Snapshot(Instant.now(), Map.of(DESK.id(), new Snapshot.DeskSchedule(DESK, List.of())));
        bus.answer(ScheduleMessages.CURRENT, current -> scheduleAnswers.map(snapshot));
        bus.answer(BookingMessages.MAIL_ACCEPTED, accepted -> {
            acceptances.add(accepted);
            return Future.succeededFuture(Done.DONE);
        });
        sql("insert into desk (id, definition) values ('cayenne', '{}')");
        sql(
                "insert into slot (id, desk_id, starts_at, minutes, capacity) values ('slot00001', 'cayenne', now(), 15, 1000)");
    }

    /** Starts one instance. Gives its deployment, for {@link #stop}. */
    String start(Config.Smtp smtp, MailPace pace) {
        return await(vertx.deployVerticle(new MailVerticle(
                PUBLIC_URL,
                Duration.ofMinutes(15),
                pool,
                new MailSettings(smtp, pace, Clock.systemUTC(), new SplittableRandom()))));
    }

    String start(Config.Smtp smtp) {
        return start(smtp, QUICK);
    }

    /** As if new. */
    void reset() {
        vertx.deploymentIDs().forEach(this::stop);
        sql("truncate outbox");
        acceptances.clear();
        scheduleAnswers = Future.succeededFuture();
    }

    void stop(String deployment) {
        await(vertx.undeploy(deployment));
    }

    /** Leaves a mail in the outbox without waking anybody. */
    OutgoingMail leave(String to, MailContent content, Optional<BookingId> booking) {
        OutgoingMail mail =
                new OutgoingMail(UUID.randomUUID(), DESK.id(), booking, new EmailAddress(to), Language.FR, content);
        await(Outbox.add(pool, mail));
        return mail;
    }

    /** Leaves a mail in the outbox and says so. */
    OutgoingMail send(String to, MailContent content) {
        OutgoingMail mail = leave(to, content, Optional.empty());
        wake();
        return mail;
    }

    void wake() {
        bus.announce(OutboxMessages.WRITTEN, new OutboxMessages.Written());
    }

    /** A request in the table, for mails that are about one. */
    BookingId booking() {
        UUID id = UUID.randomUUID();
        await(pool.preparedQuery("""
                        insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name,
                            first_name, email, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros, language,
                            opened_at, confirm_by)
                        values ($1, $2, 'cayenne', 'slot00001', 0, 'PENDING', '', $2, 'x', 'x', 'x', 'x', decode(md5($2), 'hex'),
                            'renouvellement', now(), '97302', '1', 0, 'FR', now(), now())
                        """).execute(Tuple.of(id, id.toString())));
        return new BookingId(id);
    }

    /** What the table says of a mail. */
    record Standing(String state, String recipient, String content, int attempts, String lastError, Instant sentAt) {}

    Standing standing(OutgoingMail mail) {
        Row row = await(pool.preparedQuery("select * from outbox where id = $1").execute(Tuple.of(mail.id())))
                .iterator()
                .next();
        return new Standing(
                row.getString("state"),
                row.getString("recipient"),
                row.getString("content"),
                row.getInteger("attempts"),
                row.getString("last_error"),
                row.getOffsetDateTime("sent_at") == null
                        ? null
                        : row.getOffsetDateTime("sent_at").toInstant());
    }

    long count(String state) {
        return await(pool.preparedQuery("select count(*) from outbox where state = $1")
                        .execute(Tuple.of(state)))
                .iterator()
                .next()
                .getLong(0);
    }

    /** Of all mails in that state. */
    long attempts(String state) {
        return await(pool.preparedQuery("select sum(attempts) from outbox where state = $1")
                        .execute(Tuple.of(state)))
                .iterator()
                .next()
                .getLong(0);
    }

    void sql(String statement) {
        await(pool.query(statement).execute());
    }

    static MailContent toConfirm() {
        return new MailContent.ToConfirm(
                appointment(BookingState.PENDING, 0),
                "confirm-token",
                Instant.now().plus(30, ChronoUnit.MINUTES));
    }

    /** A month from now: no mail about it comes too late. */
    static Appointment appointment(BookingState state, int fee) {
        return appointment(state, fee, Instant.now().plus(30, ChronoUnit.DAYS));
    }

    static Appointment appointment(BookingState state, int fee, Instant start) {
        return new Appointment(
                new BookingId(UUID.fromString("0f5a3f0e-6f0d-4b2e-9d8e-2f2b7a1c0001")),
                new Reference("7F3K-92QX"),
                state,
                new DeskId("cayenne"),
                start,
                Duration.ofMinutes(15),
                new Applicant(
                        "Bélizaire",
                        "Éloïse",
                        new EmailAddress("eloise@example.net"),
                        new AgdrefNumber("9731023456"),
                        Optional.of("0694112233")),
                new Answers(
                        Procedure.RENEWAL,
                        LocalDate.ofInstant(start, DESK.zone()).minusDays(16),
                        "97302"),
                fee,
                Language.FR,
                2);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        vertx.deploymentIDs().forEach(this::stop);
        await(vertx.close());
    }
}

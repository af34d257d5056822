package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.config.Config;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is due by the clock: expiry, reminders, purge, anonymisation. Every instance does it; batches are taken with SKIP LOCKED, so
 * nothing is done twice.
 */
final class Housekeeping {
    private static final int BATCH = 100;
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final Pool pool;
    private final Overdue overdue;
    private final PgHousekeepingStore store;
    private final PgBookingStore bookings;
    private final Mails mails;
    private final Submissions submissions;
    private final Config.Bookings config;

    Housekeeping(
            Pool pool,
            Overdue overdue,
            PgHousekeepingStore store,
            PgBookingStore bookings,
            Mails mails,
            Submissions submissions,
            Config.Bookings config) {
        this.pool = pool;
        this.overdue = overdue;
        this.store = store;
        this.bookings = bookings;
        this.mails = mails;
        this.submissions = submissions;
        this.config = config;
    }

    /** Frees the seats of requests that were not confirmed in time: often, since others wait for them. */
    Future<Void> expire() {
        return untilDone("expired", Overdue.BATCH, overdue::expire);
    }

    /** What may wait a minute. One duty's fault does not keep the next one from its work; the first fault is the answer. */
    Future<Void> daily() {
        return Future.join(List.of(
                        untilDone("first mails found accepted", BATCH, () -> submissions.lostAcceptances(BATCH)),
                        untilDone("retired", Overdue.BATCH, overdue::retire),
                        untilDone("reminded", BATCH, this::remind),
                        untilDone("purged", BATCH, () -> store.purge(pool, BATCH, config.purgeAfter())),
                        untilDone("decoys purged", BATCH, () -> store.purgeDecoys(pool, BATCH, config.purgeAfter())),
                        untilDone("anonymised", BATCH, () -> store.anonymise(pool, BATCH, config.anonymiseAfter()))))
                .mapEmpty();
    }

    private static Future<Void> untilDone(String what, int batch, Supplier<Future<Integer>> duty) {
        return duty.get().compose(done -> {
            if (done > 0) {
                log.info("{} {}", done, what);
            }
            return done >= batch ? untilDone(what, batch, duty) : Future.succeededFuture();
        });
    }

    private Future<Integer> remind() {
        return Transactions.run(
                        pool,
                        transaction -> store.dueReminders(transaction, BATCH, config.reminderBefore())
                                .compose(due -> remind(transaction, due).map(new End.Commit<>(due.size()))))
                .onSuccess(count -> {
                    if (count > 0) {
                        mails.written();
                    }
                });
    }

    private Future<Void> remind(SqlConnection transaction, List<BookingId> due) {
        Future<Void> chain = Future.succeededFuture();
        for (BookingId booking : due) {
            chain = chain.compose(done -> remind(transaction, booking));
        }
        return chain;
    }

    private Future<Void> remind(SqlConnection transaction, BookingId booking) {
        return bookings.read(transaction, booking)
                .map(Optional::orElseThrow)
                .compose(
                        found -> bookings.newToken(transaction, booking, Purpose.MANAGE)
                                .compose(token -> mails.add(
                                        transaction,
                                        found.appointment(),
                                        new MailContent.Reminder(found.appointment(), token)))
                                .<Void>mapEmpty(),
                        fault -> passOver(booking, fault))
                .compose(done -> store.reminded(transaction, booking))
                .mapEmpty();
    }

    /** A row that says what no row may say is in nobody else's way, and is not met again; a fault of the database is for the whole batch. */
    private static Future<Void> passOver(BookingId booking, Throwable fault) {
        if (!(fault instanceof IllegalArgumentException || fault instanceof NullPointerException)) {
            return Future.failedFuture(fault);
        }
        log.error(
                "request {} cannot be read and gets no reminder: {}",
                booking,
                fault.getClass().getSimpleName());
        return Future.succeededFuture();
    }
}

package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Correct;
import fr.creneau.booking.BookingMessages.CorrectOutcome;
import fr.creneau.booking.BookingMessages.MailAccepted;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.Resend;
import fr.creneau.booking.BookingMessages.ResendOutcome;
import fr.creneau.booking.BookingMessages.Submitted;
import fr.creneau.booking.BookingMessages.SubmittedOutcome;
import fr.creneau.booking.PgSubmissionStore.Moved;
import fr.creneau.booking.PgSubmissionStore.Pending;
import fr.creneau.booking.PgSubmissionStore.Standing;
import fr.creneau.bus.Done;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the session that submitted a request may see and mend until it is confirmed. A decoy answers as a request would. */
final class Submissions {
    private static final Logger log = LoggerFactory.getLogger(Submissions.class);

    private static final int MOST_TOGETHER = 200;
    /** The fifteen minutes count from the acceptance, whenever they are written. */
    private static final Duration BETWEEN_MOVES = Duration.ofMillis(25);

    private final Pool pool;
    private final PgSubmissionStore store;
    private final PgBookingStore bookings;
    private final Mails mails;
    private final Drafts drafts;
    private final ConfirmDeadline deadline;
    private final int resends;
    private final Batcher<MailAccepted, Done> accepted =
            Batcher.resting(BETWEEN_MOVES, MOST_TOGETHER, WriteTogether.MOST_WAITING, this::mailsAccepted);

    /** @param resends how often the first mail may be sent again */
    Submissions(
            Pool pool,
            PgSubmissionStore store,
            PgBookingStore bookings,
            Mails mails,
            Drafts drafts,
            ConfirmDeadline deadline,
            int resends) {
        this.pool = pool;
        this.store = store;
        this.bookings = bookings;
        this.mails = mails;
        this.drafts = drafts;
        this.deadline = deadline;
        this.resends = resends;
    }

    Future<SubmittedOutcome> submitted(Submitted question) {
        return store.standing(pool, question.booking(), drafts.sessionHash(question.session()))
                .map(found -> found.map(this::outcome).orElseGet(SubmittedOutcome.Unknown::new));
    }

    private SubmittedOutcome outcome(Standing standing) {
        return switch (standing.state()) {
            case BOOKED -> new SubmittedOutcome.Confirmed(standing.start().orElseThrow());
            case CANCELLED -> new SubmittedOutcome.Ended();
            case EXPIRED, PENDING ->
                standing.isWaiting()
                        ? new SubmittedOutcome.Waiting(
                                standing.start(),
                                standing.email(),
                                standing.confirmBy(),
                                Math.max(0, resends - standing.resends()),
                                !standing.corrected())
                        : new SubmittedOutcome.Lapsed();
        };
    }

    Future<ResendOutcome> resend(Resend wish) {
        Buffer session = drafts.sessionHash(wish.session());
        return store.standing(pool, wish.booking(), session).compose(standing -> {
            if (standing.isEmpty() || !standing.get().isWaiting()) {
                return Future.succeededFuture(ResendOutcome.ENDED);
            }
            if (standing.get().justAsked()) {
                return Future.succeededFuture(ResendOutcome.SENT);
            }
            return again(
                            wish.booking(),
                            transaction -> store.countResend(transaction, wish.booking(), session, resends))
                    .compose(sent -> sent
                            ? Future.succeededFuture(true)
                            : store.countResendOfDecoy(pool, wish.booking(), session, resends))
                    .map(sent -> sent ? ResendOutcome.SENT : ResendOutcome.LIMIT_REACHED);
        });
    }

    Future<CorrectOutcome> correct(Correct wish) {
        Buffer session = drafts.sessionHash(wish.session());
        return store.standing(pool, wish.booking(), session).compose(standing -> {
            if (standing.isEmpty() || !standing.get().isWaiting()) {
                return Future.succeededFuture(CorrectOutcome.ENDED);
            }
            if (standing.get().corrected() && standing.get().email().equals(wish.address())) {
                return Future.succeededFuture(CorrectOutcome.CORRECTED);
            }
            return again(
                            wish.booking(),
                            transaction -> store.correct(transaction, wish.booking(), session, wish.address()))
                    .compose(corrected -> corrected
                            ? Future.succeededFuture(true)
                            : store.correctDecoy(pool, wish.booking(), session, wish.address()))
                    .map(corrected -> corrected ? CorrectOutcome.CORRECTED : CorrectOutcome.ALREADY_CORRECTED);
        });
    }

    /** Sends the first mail once more, with a new link, in the transaction that grants it; whether it was granted. */
    private Future<Boolean> again(BookingId booking, Function<SqlConnection, Future<Optional<Instant>>> grant) {
        return Transactions.run(
                        pool,
                        transaction -> grant.apply(transaction)
                                .compose(granted -> granted.isPresent()
                                        ? firstMail(transaction, booking, granted.get())
                                                .map(new End.Commit<>(true))
                                        : Future.succeededFuture(new End.Rollback<>(false))))
                .onSuccess(granted -> mails.written());
    }

    /** The mail tells fifteen minutes from when it leaves, and {@code latest} at most. */
    private Future<Void> firstMail(SqlConnection transaction, BookingId booking, Instant latest) {
        return bookings.read(transaction, booking)
                .map(Optional::orElseThrow)
                .compose(found -> bookings.newToken(transaction, booking, Purpose.CONFIRM)
                        .compose(token -> mails.add(
                                transaction,
                                found.appointment(),
                                new MailContent.ToConfirm(
                                        found.appointment(),
                                        token,
                                        earlier(latest, found.appointment().start()))))
                        .mapEmpty());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * What {@link #mailAccepted} was not told, since an instance died or PostgreSQL was away: the outbox knows. One batch; how many could
     * be told. One that cannot keeps no other from it, and leaves the batch when its deadline has passed.
     */
    Future<Integer> lostAcceptances(int batch) {
        return store.lostAcceptances(pool, batch).compose(lost -> {
            List<Future<Done>> together = lost.stream().map(this::mailAccepted).toList();
            return Future.join(together).transform(ended -> {
                Future<Integer> told = Future.succeededFuture(0);
                for (int i = 0; i < lost.size(); i++) {
                    // What failed may have failed for another's sake: once more, alone.
                    Future<Integer> one = together.get(i).succeeded() ? Future.succeededFuture(1) : null;
                    MailAccepted fact = lost.get(i);
                    told = told.compose(sum -> (one == null ? tell(fact) : one).map(more -> sum + more));
                }
                return told;
            });
        });
    }

    private Future<Integer> tell(MailAccepted fact) {
        return mailAccepted(fact).map(1).otherwise(fault -> {
            log.warn(
                    "request {}: the acceptance of its mail is not known: {}",
                    fact.booking(),
                    fault.getClass().getSimpleName());
            return 0;
        });
    }

    /** The fifteen minutes start; told twice, or late, it changes nothing for the worse. Told together of all that left meanwhile. */
    Future<Done> mailAccepted(MailAccepted fact) {
        return accepted.ask(fact);
    }

    private Future<List<Done>> mailsAccepted(List<MailAccepted> facts) {
        Set<BookingId> bookings = facts.stream().map(MailAccepted::booking).collect(Collectors.toSet());
        return Transactions.run(
                pool,
                transaction -> store.lockPending(transaction, bookings)
                        .compose(pending -> store.moveDeadlines(transaction, moved(facts, pending)))
                        .map(moved -> new End.Commit<>(Collections.nCopies(facts.size(), Done.DONE))));
    }

    /** Several mails of one request count one after the other. */
    private List<Moved> moved(List<MailAccepted> facts, Map<BookingId, Pending> pending) {
        Map<BookingId, Moved> moved = new LinkedHashMap<>();
        facts.forEach(fact -> Optional.ofNullable(pending.get(fact.booking()))
                .map(row -> after(Optional.ofNullable(moved.get(fact.booking())), row))
                .ifPresent(row -> moved.put(fact.booking(), start(fact, row))));
        return List.copyOf(moved.values());
    }

    private static Pending after(Optional<Moved> earlier, Pending row) {
        return earlier.map(one -> new Pending(row.openedAt(), one.acceptedAt(), one.confirmBy(), row.now()))
                .orElse(row);
    }

    /** Clocks of instances differ a little: nothing is accepted before it was submitted, or in the future. */
    private static Instant notLater(Instant acceptedAt, Pending pending) {
        Instant notBefore = acceptedAt.isBefore(pending.openedAt()) ? pending.openedAt() : acceptedAt;
        return notBefore.isAfter(pending.now()) ? pending.now() : notBefore;
    }

    private Moved start(MailAccepted fact, Pending pending) {
        Instant acceptedAt = notLater(fact.acceptedAt(), pending);
        Instant confirmBy = pending.acceptedAt() == null
                ? deadline.afterAcceptance(pending.openedAt(), acceptedAt)
                : deadline.afterFurtherAcceptance(pending.openedAt(), acceptedAt, pending.confirmBy());
        return new Moved(fact.booking(), acceptedAt, confirmBy);
    }
}

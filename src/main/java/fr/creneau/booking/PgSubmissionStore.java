package fr.creneau.booking;

import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.ConfirmDeadline;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests as the session that submitted them sees them, and the decoys that must look the same. */
final class PgSubmissionStore {
    /** From when on a decoy's mail passes for accepted by the relay: about what a real one takes. */
    private static final Duration DELIVERY = Duration.ofSeconds(1);

    private final ConfirmDeadline deadline;

    PgSubmissionStore(ConfirmDeadline deadline) {
        this.deadline = deadline;
    }

    /** How a request, or a decoy, stands at {@code now}. */
    record Standing(
            BookingState state,
            EmailAddress email,
            Instant confirmBy,
            boolean mailSent,
            int resends,
            boolean corrected,
            Instant now) {

        boolean isWaiting() {
            return state == BookingState.PENDING && !now.isAfter(confirmBy);
        }
    }

    record Pending(Instant openedAt, @Nullable Instant acceptedAt, Instant confirmBy, Instant now) {}

    Future<Optional<Standing>> standing(SqlClient client, BookingId booking, Buffer session) {
        Tuple key = Tuple.of(booking.value(), session);
        return client.preparedQuery(BookingSql.SUBMITTED)
                .execute(key)
                .map(rows -> Rows.first(rows, PgSubmissionStore::request))
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : client.preparedQuery(BookingSql.SUBMITTED_DECOY)
                                .execute(key)
                                .map(rows -> Rows.first(rows, this::decoy)));
    }

    /** Whether one more resend is granted to this request. */
    Future<Boolean> countResend(SqlClient transaction, BookingId booking, Buffer session, int limit) {
        return changed(transaction, BookingSql.COUNT_RESEND, Tuple.of(booking.value(), session, limit));
    }

    Future<Boolean> countResendOfDecoy(SqlClient client, BookingId booking, Buffer session, int limit) {
        return changed(client, BookingSql.COUNT_RESEND_DECOY, Tuple.of(booking.value(), session, limit));
    }

    /** Whether the address was replaced: its old links and unsent mails are gone then. */
    Future<Boolean> correct(SqlClient transaction, BookingId booking, Buffer session, EmailAddress address) {
        Tuple values = Tuple.of(
                booking.value(), session, address.value(), deadline.atMost().toMillis());
        return changed(transaction, BookingSql.CORRECT, values)
                .compose(corrected -> corrected
                        ? changed(transaction, BookingSql.DROP_TOKENS, Tuple.of(booking.value()))
                                .compose(dropped ->
                                        changed(transaction, BookingSql.DROP_WAITING_MAILS, Tuple.of(booking.value())))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    Future<Boolean> correctDecoy(SqlClient client, BookingId booking, Buffer session, EmailAddress address) {
        return changed(client, BookingSql.CORRECT_DECOY, Tuple.of(booking.value(), session, address.value()));
    }

    /** The request if it can still be confirmed, locked. */
    Future<Optional<Pending>> lockPending(SqlClient transaction, BookingId booking) {
        return transaction
                .preparedQuery(BookingSql.LOCK_PENDING)
                .execute(Tuple.of(booking.value()))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Pending(
                                Rows.instant(row, "opened_at"),
                                Rows.instantOrNull(row, "mail_accepted_at"),
                                Rows.instant(row, "confirm_by"),
                                Rows.instant(row, "now"))));
    }

    Future<Boolean> moveDeadline(SqlClient transaction, BookingId booking, Instant acceptedAt, Instant confirmBy) {
        return changed(
                transaction,
                BookingSql.MOVE_DEADLINE,
                Tuple.of(booking.value(), Rows.time(acceptedAt), Rows.time(confirmBy)));
    }

    private static Future<Boolean> changed(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
    }

    private static Standing request(Row row) {
        return new Standing(
                BookingState.valueOf(row.getString("state")),
                new EmailAddress(row.getString("email")),
                Rows.instant(row, "confirm_by"),
                row.getOffsetDateTime("mail_accepted_at") != null,
                row.getInteger("resends"),
                row.getBoolean("corrected"),
                Rows.instant(row, "now"));
    }

    private Standing decoy(Row row) {
        Instant openedAt = Rows.instant(row, "opened_at");
        Instant askedAt = Rows.instant(row, "asked_at");
        Instant now = Rows.instant(row, "now");
        Instant sentAt = Rows.instantOrNull(row, "sent_at");
        boolean left = sentAt != null || row.getBoolean("mail_forgotten");
        Instant accepted = later(askedAt.plus(DELIVERY), sentAt == null ? openedAt : sentAt);
        boolean mailSent = left && (row.getBoolean("resent_last") || !now.isBefore(accepted));
        return new Standing(
                BookingState.PENDING,
                new EmailAddress(row.getString("email")),
                mailSent ? deadline.afterAcceptance(openedAt, accepted) : deadline.atLatest(openedAt),
                mailSent,
                row.getInteger("resends"),
                row.getBoolean("corrected"),
                now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

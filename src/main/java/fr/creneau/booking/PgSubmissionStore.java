package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.MailAccepted;
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
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Requests as the session that submitted them sees them, and the decoys that must look the same. */
final class PgSubmissionStore {
    /** What is asked again within this time is the same wish, sent again since its answer was lost. */
    private static final Duration SAME_WISH = Duration.ofSeconds(10);

    private final ConfirmDeadline deadline;
    private final Duration cooling;

    /** @param cooling the longest time a seat rests after an expiry */
    PgSubmissionStore(ConfirmDeadline deadline, Duration cooling) {
        this.deadline = deadline;
        this.cooling = cooling;
    }

    /**
     * How a request, or a decoy, stands at {@code now}.
     *
     * @param start of the appointment; empty for a decoy that does not know it
     * @param confirmBy until when it can be confirmed in any case: as if the relay had taken the last mail in the instant it was asked
     *     for. What a slow relay adds is in the mail only, or whoever looks would learn what became of it.
     * @param justAsked whether another mail was asked for some seconds ago
     */
    record Standing(
            BookingState state,
            Optional<Instant> start,
            EmailAddress email,
            Instant confirmBy,
            boolean justAsked,
            int resends,
            boolean corrected,
            Instant now) {

        boolean isWaiting() {
            return state == BookingState.PENDING && !now.isAfter(confirmBy);
        }
    }

    record Pending(Instant openedAt, @Nullable Instant acceptedAt, Instant confirmBy, Instant now) {}

    Future<Optional<Standing>> standing(SqlClient client, BookingId booking, Buffer session) {
        return client.preparedQuery(BookingSql.SUBMITTED)
                .execute(Tuple.of(booking.value(), session))
                .map(rows -> Rows.first(rows, this::standing));
    }

    /** Until when it can be confirmed at the latest, if one more resend is granted to this request. */
    Future<Optional<Instant>> countResend(SqlClient transaction, BookingId booking, Buffer session, int limit) {
        Tuple values = Tuple.of(
                booking.value(),
                session,
                limit,
                deadline.within().toMillis(),
                deadline.atMost().toMillis());
        return latest(transaction, BookingSql.COUNT_RESEND, values);
    }

    Future<Boolean> countResendOfDecoy(SqlClient client, BookingId booking, Buffer session, int limit) {
        return found(
                client, BookingSql.COUNT_RESEND_DECOY, resting(booking, session).addInteger(limit));
    }

    /** Until when it can be confirmed at the latest, if the address was replaced: its old links and first mails are gone then. */
    Future<Optional<Instant>> correct(SqlClient transaction, BookingId booking, Buffer session, EmailAddress address) {
        Tuple values = Tuple.of(
                booking.value(), session, address.value(), deadline.atMost().toMillis());
        return latest(transaction, BookingSql.CORRECT, values)
                .compose(corrected -> corrected.isPresent()
                        ? changed(transaction, BookingSql.DROP_TOKENS, Tuple.of(booking.value()))
                                .compose(dropped ->
                                        changed(transaction, BookingSql.DROP_FIRST_MAILS, Tuple.of(booking.value())))
                                .map(corrected)
                        : Future.succeededFuture(corrected));
    }

    Future<Boolean> correctDecoy(SqlClient client, BookingId booking, Buffer session, EmailAddress address) {
        return found(client, BookingSql.CORRECT_DECOY, resting(booking, session).addString(address.value()));
    }

    private Tuple resting(BookingId decoy, Buffer session) {
        return Tuple.tuple()
                .addLong(deadline.within().toMillis())
                .addLong(deadline.atMost().toMillis())
                .addLong(cooling.toMillis())
                .addUUID(decoy.value())
                .addBuffer(session);
    }

    private static Future<Boolean> found(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values).map(rows -> rows.size() > 0);
    }

    /** Those that can still be confirmed, locked. */
    Future<Map<BookingId, Pending>> lockPending(SqlClient transaction, Collection<BookingId> bookings) {
        return transaction
                .preparedQuery(BookingSql.LOCK_PENDING)
                .execute(Tuple.tuple().addArrayOfUUID(ids(bookings)))
                .map(rows -> {
                    Map<BookingId, Pending> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            new BookingId(row.getUUID("id")),
                            new Pending(
                                    Rows.instant(row, "opened_at"),
                                    Rows.instantOrNull(row, "mail_accepted_at"),
                                    Rows.instant(row, "confirm_by"),
                                    Rows.instant(row, "now"))));
                    return found;
                });
    }

    private static UUID[] ids(Collection<BookingId> bookings) {
        return bookings.stream().map(BookingId::value).toArray(UUID[]::new);
    }

    Future<List<MailAccepted>> lostAcceptances(SqlClient client, int batch) {
        return client.preparedQuery(HousekeepingSql.LOST_ACCEPTANCES)
                .execute(Tuple.of(batch))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new MailAccepted(new BookingId(row.getUUID("id")), Rows.instant(row, "sent_at")))
                        .toList());
    }

    /** The first mail of a request was accepted: until when it can be confirmed now. */
    record Moved(BookingId booking, Instant acceptedAt, Instant confirmBy) {}

    Future<Void> moveDeadlines(SqlClient transaction, List<Moved> moved) {
        return transaction
                .preparedQuery(BookingSql.MOVE_DEADLINES)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(moved.stream().map(Moved::booking).toList()))
                        .addArrayOfOffsetDateTime(times(moved, Moved::acceptedAt))
                        .addArrayOfOffsetDateTime(times(moved, Moved::confirmBy)))
                .mapEmpty();
    }

    private static OffsetDateTime[] times(List<Moved> moved, Function<Moved, Instant> time) {
        return moved.stream().map(time).map(Rows::time).toArray(OffsetDateTime[]::new);
    }

    private Future<Optional<Instant>> latest(SqlClient transaction, String sql, Tuple values) {
        return transaction
                .preparedQuery(sql)
                .execute(values)
                .map(rows -> Rows.first(rows, row -> deadline.atLatest(Rows.instant(row, "opened_at"))));
    }

    private static Future<Boolean> changed(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
    }

    private Standing standing(Row row) {
        Instant askedAt = Rows.instant(row, "asked_at");
        Instant now = Rows.instant(row, "now");
        int resends = row.getInteger("resends");
        Instant promised = deadline.afterAcceptance(Rows.instant(row, "opened_at"), askedAt);
        Optional<Instant> start = Optional.ofNullable(Rows.instantOrNull(row, "starts_at"));
        return new Standing(
                BookingState.valueOf(row.getString("state")),
                start,
                new EmailAddress(row.getString("email")),
                start.filter(promised::isAfter).orElse(promised),
                resends > 0 && now.isBefore(askedAt.plus(SAME_WISH)),
                resends,
                row.getBoolean("corrected"),
                now);
    }
}

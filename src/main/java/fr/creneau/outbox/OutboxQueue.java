package fr.creneau.outbox;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The mails that wait, shared by all instances. Each statement is a compare-and-set of its own: a mail is claimed by one instance, and
 * whoever claimed it last may give it back or up. That a relay accepted it is a fact, whoever claims it meanwhile. Every future ends, and
 * fails with the database's fault only. Used on one event loop.
 */
public final class OutboxQueue {
    /** Far beyond the waits of the pool and of a statement together: a caller may rely on an end. */
    private static final long LONGEST_S = 30;

    /** Nobody waits for the mark but a second copy, should this instance die meanwhile: a commit for all who were accepted since. */
    private static final Duration BETWEEN_MARKS = Duration.ofMillis(25);

    private static final int LANES = 2;
    private static final int LARGEST = 200;
    private static final int MOST_WAITING = 10_000;

    private final Pool pool;
    /** Those of all connections to the relay that ask at once. */
    private final Batcher<Claim, Boolean> held = new Batcher<>(LANES, LARGEST, MOST_WAITING, this::areHeld);

    private final Batcher<Accepted, Boolean> sent =
            Batcher.resting(BETWEEN_MARKS, LARGEST, MOST_WAITING, this::areSent);

    public OutboxQueue(Pool pool) {
        this.pool = pool;
    }

    private record Accepted(UUID id, Instant at) {}

    /**
     * A mail in the hands of this instance.
     *
     * @param attempt how often it was claimed, this time included, without those that never reached a relay
     */
    public record Claim(OutgoingMail mail, int attempt, Instant createdAt) {}

    /**
     * How the queue stands.
     *
     * @param waiting mails not yet accepted by a relay
     * @param oldest age of the oldest one of them
     * @param dead mails that were given up
     */
    public record Standing(long waiting, Duration oldest, long dead) {}

    /** Mails that were given up for the same reason: the code of the relay or a word of ours, nothing of a person. */
    public record DeadLetters(String kind, String code, long number, Instant newest) {}

    /**
     * Claims at most so many mails that are due, in the order in which they are to be sent: urgent ones, then the longest due. Rows that
     * cannot be read are given up on the way.
     */
    public Future<List<Claim>> claim(int atMost) {
        return execute(OutboxSql.CLAIM, Tuple.of(atMost)).compose(rows -> {
            List<Claim> claims = new ArrayList<>();
            List<Future<?>> buried = new ArrayList<>();
            for (Row row : rows) {
                read(row)
                        .ifPresentOrElse(
                                claims::add,
                                () -> buried.add(
                                        bury(row.getUUID("id"), row.getInteger("attempts"), "unreadable", true)));
            }
            return Future.join(buried).transform(done -> Future.succeededFuture(claims));
        });
    }

    /** Whether the mail is still ours to send: it may have been withdrawn, or claimed by another instance, since. */
    public Future<Boolean> isHeld(Claim claim) {
        return held.ask(claim);
    }

    private Future<List<Boolean>> areHeld(List<Claim> claims) {
        UUID[] mails = claims.stream().map(claim -> claim.mail().id()).toArray(UUID[]::new);
        Integer[] tries = claims.stream().map(Claim::attempt).toArray(Integer[]::new);
        return execute(OutboxSql.HELD, Tuple.tuple().addArrayOfUUID(mails).addArrayOfInteger(tries))
                .map(rows -> {
                    Map<UUID, Integer> attempts = new HashMap<>();
                    rows.forEach(row -> attempts.put(row.getUUID("id"), row.getInteger("attempts")));
                    return claims.stream()
                            .map(claim ->
                                    Objects.equals(attempts.get(claim.mail().id()), claim.attempt()))
                            .toList();
                });
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    /**
     * The relay has it: recipient and content are erased.
     *
     * @return whether this was news: false if it was known already, or the mail was withdrawn meanwhile
     */
    public Future<Boolean> sent(UUID id, Instant acceptedAt) {
        return sent.ask(new Accepted(id, acceptedAt));
    }

    private Future<List<Boolean>> areSent(List<Accepted> accepted) {
        UUID[] mails = accepted.stream().map(Accepted::id).toArray(UUID[]::new);
        OffsetDateTime[] instants =
                accepted.stream().map(one -> one.at().atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
        return execute(OutboxSql.SENT, Tuple.tuple().addArrayOfUUID(mails).addArrayOfOffsetDateTime(instants))
                .map(OutboxQueue::ids)
                .map(news ->
                        accepted.stream().map(one -> news.contains(one.id())).toList());
    }

    /**
     * Tries again after a while; does nothing if the claim was lost meanwhile.
     *
     * @param error a code, never a text of the relay
     */
    public Future<Void> retry(Claim claim, String error, Duration after) {
        return run(OutboxSql.RETRY, Tuple.of(claim.mail().id(), claim.attempt(), error, after.toMillis(), 0));
    }

    /**
     * Like {@link #retry}, for a mail that never reached a relay: the attempt does not count. After no time at all it keeps its place in the
     * queue.
     */
    public Future<Void> giveBack(Claim claim, String error, Duration after) {
        return run(OutboxSql.RETRY, Tuple.of(claim.mail().id(), claim.attempt(), error, after.toMillis(), 1));
    }

    /**
     * Gives it up: the row stays, with the code, as the dead letter. What it says is kept a month, so that an operator can send it again;
     * but not a code for the security check, which nobody could enter any more.
     */
    public Future<Void> bury(Claim claim, String error) {
        boolean kept = !(claim.mail().content() instanceof MailContent.SecurityCode);
        return bury(claim.mail().id(), claim.attempt(), error, kept);
    }

    /** Gives it up for good: the row stays as the dead letter; recipient and content are erased. */
    public Future<Void> discard(Claim claim, String error) {
        return bury(claim.mail().id(), claim.attempt(), error, false);
    }

    /** Claims of instances that died come back; gives how many did. */
    public Future<Integer> returnStale(Duration after) {
        return execute(OutboxSql.RETURN_STALE, Tuple.of(after.toMillis())).map(RowSet::rowCount);
    }

    /** Erases what month-old dead letters said, and deletes month-old rows that no request keeps. */
    public Future<Void> forget() {
        return run(OutboxSql.ERASE_DEAD, Tuple.tuple()).compose(erased -> run(OutboxSql.FORGET, Tuple.tuple()));
    }

    public Future<Standing> standing() {
        return execute(OutboxSql.STANDING, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            return new Standing(row.getLong("waiting"), Duration.ofSeconds(row.getLong("oldest")), row.getLong("dead"));
        });
    }

    /** What was given up, the most frequent first. */
    public Future<List<DeadLetters>> deadLetters() {
        return execute(OutboxSql.DEAD_LETTERS, Tuple.tuple()).map(rows -> {
            List<DeadLetters> letters = new ArrayList<>();
            for (Row row : rows) {
                letters.add(new DeadLetters(
                        row.getString("kind"),
                        String.valueOf(row.getString("last_error")),
                        row.getLong("number"),
                        row.getOffsetDateTime("newest").toInstant()));
            }
            return letters;
        });
    }

    private Future<Void> bury(UUID id, int attempt, String error, boolean kept) {
        return run(OutboxSql.BURY, Tuple.of(id, attempt, error, kept));
    }

    private Future<Void> run(String statement, Tuple arguments) {
        return execute(statement, arguments).mapEmpty();
    }

    private Future<RowSet<Row>> execute(String statement, Tuple arguments) {
        return pool.preparedQuery(statement).execute(arguments).timeout(LONGEST_S, TimeUnit.SECONDS);
    }

    private static Optional<Claim> read(Row row) {
        try {
            OutgoingMail mail = new OutgoingMail(
                    row.getUUID("id"),
                    new DeskId(row.getString("desk_id")),
                    Optional.ofNullable(row.getUUID("booking_id")).map(BookingId::new),
                    new EmailAddress(row.getString("recipient")),
                    Language.valueOf(row.getString("language")),
                    MailContentJson.read(row.getString("content")));
            return Optional.of(new Claim(
                    mail,
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("created_at").toInstant()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}

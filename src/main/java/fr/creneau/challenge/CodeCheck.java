package fr.creneau.challenge;

import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages.CheckCode;
import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.challenge.ChallengeMessages.SendCode;
import fr.creneau.challenge.ChallengeMessages.SendCodeFor;
import fr.creneau.challenge.ChallengeMessages.SendCodeOutcome;
import fr.creneau.challenge.ChallengeMessages.WeighCode;
import fr.creneau.challenge.ChallengeMessages.WeighCodeOutcome;
import fr.creneau.challenge.ChallengeStore.Compared;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.Hold;
import fr.creneau.limit.LimitMessages;
import fr.creneau.limit.LimitMessages.Budget;
import fr.creneau.limit.LimitMessages.Kind;
import fr.creneau.limit.LimitMessages.Take;
import fr.creneau.limit.LimitMessages.TakeOutcome;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.Outbox;
import fr.creneau.outbox.OutboxMessages;
import fr.creneau.outbox.OutboxMessages.Written;
import fr.creneau.outbox.OutgoingMail;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The way without JavaScript: a six-digit code sent to a mailbox and typed into the page. */
final class CodeCheck {
    private final Bus bus;
    private final SecurityCodes codes;
    private final ChallengeStore store;
    private final Holds holds;
    private final SqlClient database;
    private final Duration validity;
    private final Clock clock;

    CodeCheck(
            Bus bus,
            SecurityCodes codes,
            ChallengeStore store,
            Holds holds,
            SqlClient database,
            Duration validity,
            Clock clock) {
        this.bus = bus;
        this.codes = codes;
        this.store = store;
        this.holds = holds;
        this.database = database;
        this.validity = validity;
        this.clock = clock;
    }

    Future<SendCodeOutcome> send(SendCode request) {
        return holds.find(request.desk(), request.session())
                .compose(hold -> hold.map(live -> withinLimits(request, live))
                        .orElseGet(() -> Future.succeededFuture(new SendCodeOutcome.HoldGone())));
    }

    private Future<SendCodeOutcome> withinLimits(SendCode request, Hold hold) {
        return withinLimits(request.desk(), hold.id(), request.to(), request.clientPrefix(), () -> send(request, hold));
    }

    /** Counted before the mail is written: should that fail, a code of the allowance is lost, never the limit. */
    private Future<SendCodeOutcome> withinLimits(
            DeskId desk, String subject, EmailAddress to, String clientPrefix, Supplier<Future<SendCodeOutcome>> send) {
        Take take = new Take(
                desk,
                new Budget(Kind.CODE_HOLD, subject),
                Budget.mailbox(Kind.CODE_EMAIL, to),
                new Budget(Kind.CODE_PREFIX, clientPrefix));
        return bus.request(LimitMessages.TAKE, take)
                .compose(outcome -> outcome instanceof TakeOutcome.Limited limited
                        ? Future.succeededFuture(new SendCodeOutcome.Limited(limited.retryAfter()))
                        : send.get());
    }

    /** For what is no hold: there is nothing to keep meanwhile. */
    Future<SendCodeOutcome> sendFor(SendCodeFor request) {
        return withinLimits(request.desk(), request.subject(), request.to(), request.clientPrefix(), () -> {
            String code = SecurityCodes.draw();
            MailContent content =
                    new MailContent.SecurityCode(code, clock.instant().plus(validity));
            return store.keepCode(request.desk(), request.subject(), codes.seal(request.subject(), code))
                    .compose(kept -> post(request.desk(), request.to(), request.language(), content));
        });
    }

    /** What was kept of a code stands for it: the same as long as it is good, and none other's. */
    Future<WeighCodeOutcome> weigh(WeighCode request) {
        return compare(request.desk(), request.subject(), request.typed()).map(CodeCheck::weighed);
    }

    private static WeighCodeOutcome weighed(Compared compared) {
        if (compared instanceof Compared.Right right) {
            return new WeighCodeOutcome.Right(right.seal());
        }
        return compared instanceof Compared.Wrong wrong && wrong.left() > 0
                ? new WeighCodeOutcome.Wrong(wrong.left())
                : new WeighCodeOutcome.NoCode();
    }

    private Future<Compared> compare(DeskId desk, String subject, String typed) {
        List<String> seals = SecurityCodes.parse(typed)
                .map(code -> codes.seals(subject, code))
                .orElse(List.of());
        return store.compare(desk, subject, seals);
    }

    private Future<SendCodeOutcome> send(SendCode request, Hold hold) {
        String code = SecurityCodes.draw();
        return store.keepCode(request.desk(), hold.id(), codes.seal(hold.id(), code))
                .compose(kept -> mail(request, code));
    }

    /** The hold is prolonged first: what the mail promises must be true. */
    private Future<SendCodeOutcome> mail(SendCode request, String code) {
        return holds.prolong(request.desk(), request.session())
                .compose(hold -> hold.map(live ->
                                post(request.desk(), request.to(), request.language(), content(code, live.expiresAt())))
                        .orElseGet(() -> Future.succeededFuture(new SendCodeOutcome.HoldGone())));
    }

    private MailContent content(String code, Instant heldUntil) {
        Instant valid = clock.instant().plus(validity);
        return new MailContent.SecurityCode(code, valid.isBefore(heldUntil) ? valid : heldUntil);
    }

    private Future<SendCodeOutcome> post(DeskId desk, EmailAddress to, Language language, MailContent content) {
        OutgoingMail mail = new OutgoingMail(UUID.randomUUID(), desk, Optional.empty(), to, language, content);
        return Outbox.add(database, mail)
                .onSuccess(written -> bus.announce(OutboxMessages.WRITTEN, new Written()))
                .map(new SendCodeOutcome.Sent());
    }

    Future<CheckOutcome> check(CheckCode request) {
        return holds.find(request.desk(), request.session())
                .compose(hold -> hold.map(live -> check(request, live))
                        .orElseGet(() -> Future.succeededFuture(new CheckOutcome.HoldGone())));
    }

    private Future<CheckOutcome> check(CheckCode request, Hold hold) {
        if (hold.proven()) {
            return Future.succeededFuture(new CheckOutcome.Passed(hold));
        }
        return compare(request.desk(), hold.id(), request.typed()).compose(compared -> {
            if (compared instanceof Compared.Right) {
                return passed(request, hold);
            }
            return Future.succeededFuture(
                    compared instanceof Compared.Wrong wrong && wrong.left() > 0
                            ? new CheckOutcome.WrongCode(wrong.left())
                            : new CheckOutcome.NoCode());
        });
    }

    /** Of many that come with it at once, one. */
    private Future<CheckOutcome> passed(CheckCode request, Hold hold) {
        return store.useUp(request.desk(), hold.id())
                .compose(mine -> mine
                        ? holds.prove(request.desk(), request.session())
                        : holds.passedMeanwhile(request.desk(), request.session(), new CheckOutcome.NoCode()));
    }
}

package fr.creneau.mail;

import fr.creneau.outbox.Outbox;
import fr.creneau.outbox.OutboxQueue;
import fr.creneau.outbox.OutboxQueue.Claim;
import fr.creneau.task.Workers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.mail.MailMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mails out of the outbox as fast as the relay takes them: never more in hand than there are connections. A few more are claimed
 * ahead, with the same statement, and those that the relay has accepted are told together, so that a crowd's mails cost PostgreSQL a few
 * statements instead of some for each (decision 0503). Used on one event loop.
 */
final class MailDispatcher {
    /** How long composing one mail may take, its PDF included. */
    static final Duration COMPOSING = Duration.ofSeconds(20);

    /** Mails that are claimed at once for each connection, and at most. An instance that dies keeps them from others until they are stale. */
    private static final int CLAIMED_FOR_EACH = 8;

    private static final int MOST_CLAIMED = 64;

    /** Acceptances that the rows are not told of yet. */
    private static final int MOST_UNTOLD = 200;

    private static final String TOO_LATE = "too-late";
    private static final Logger log = LoggerFactory.getLogger(MailDispatcher.class);

    private final Workers workers;
    private final OutboxQueue queue;
    private final Desks desks;
    private final MailComposer composer;
    private final Relay relay;
    private final Acceptance acceptance;
    private final MailPace pace;
    private final Pause pause;
    private final Clock clock;
    private final RandomGenerator random;
    private final int attempts;
    private final int places;

    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private int inHand;
    private int untold;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopping;
    private final Promise<Void> drained = Promise.promise();

    MailDispatcher(
            Workers workers,
            OutboxQueue queue,
            Desks desks,
            MailComposer composer,
            Relay relay,
            Acceptance acceptance,
            MailSettings settings) {
        this.workers = workers;
        this.queue = queue;
        this.desks = desks;
        this.composer = composer;
        this.relay = relay;
        this.acceptance = acceptance;
        this.pace = settings.pace();
        this.clock = settings.clock();
        this.random = settings.random();
        this.pause = new Pause(pace, clock, random);
        this.attempts = settings.smtp().attempts();
        this.places = settings.smtp().connections();
    }

    /** A mail that is ours and waits for a connection. */
    private record Ahead(Claim claim, Instant since) {}

    /** Looks for mails that are due. May be called at any time, any number of times. */
    void wake() {
        if (looking) {
            lookAgain = true;
            return;
        }
        boolean enough = stopping || !ahead.isEmpty() || inHand >= places || untold >= MOST_UNTOLD;
        int wanted = enough ? 0 : pause.allowed(Math.max(places, Math.min(places * CLAIMED_FOR_EACH, MOST_CLAIMED)));
        if (wanted == 0) {
            return;
        }
        looking = true;
        lookAgain = false;
        queue.claim(wanted)
                .onFailure(fault ->
                        log.warn("mails cannot be claimed: {}", fault.getClass().getSimpleName()))
                .otherwise(List.of())
                .onSuccess(claims -> {
                    looking = false;
                    Instant now = clock.instant();
                    claims.forEach(claim -> ahead.add(new Ahead(claim, now)));
                    takeInHand();
                    if (lookAgain || claims.size() == wanted) {
                        wake();
                    }
                });
    }

    private void takeInHand() {
        if (stopping) {
            giveBackAhead("stopping", Duration.ZERO);
        } else if (pause.isOn()) {
            giveBackAhead("relay", pause.left());
        }
        while (inHand < places && !ahead.isEmpty()) {
            takeInHand(ahead.remove().claim());
        }
        endIfDrained();
    }

    /** What waits too long for a connection is somebody else's. */
    void giveBackOverdue() {
        Ahead first = ahead.peek();
        if (first != null && first.since().plus(pace.longestAhead()).isBefore(clock.instant())) {
            giveBackAhead("waited", Duration.ZERO);
        }
    }

    /** These attempts do not count: none of them reached the relay. */
    private void giveBackAhead(String code, Duration wait) {
        while (!ahead.isEmpty()) {
            inHand++;
            end(ahead.remove().claim(), claim -> queue.giveBack(claim, code, wait));
        }
    }

    /** Claims of instances that died come back, and old rows go. */
    void tidy() {
        queue.returnStale(pace.staleAfter())
                .onSuccess(count -> {
                    if (count > 0) {
                        log.warn("{} claimed mails came back from an instance that did not finish them", count);
                        wake();
                    }
                })
                .compose(count -> queue.forget())
                .onFailure(fault -> log.warn(
                        "the outbox cannot be tidied: {}", fault.getClass().getSimpleName()));
    }

    /** Takes no further mail; completes when those in hand are done. */
    Future<Void> drain() {
        stopping = true;
        takeInHand();
        return drained.future();
    }

    private void endIfDrained() {
        if (stopping && inHand == 0 && untold == 0 && ahead.isEmpty() && !looking) {
            drained.tryComplete();
        }
    }

    private void takeInHand(Claim claim) {
        inHand++;
        end(claim, this::handle);
    }

    private void end(Claim claim, Function<Claim, Future<Void>> how) {
        how.apply(claim).onFailure(fault -> tellClaimed(claim, fault)).onComplete(done -> {
            inHand--;
            takeInHand();
            wake();
        });
    }

    private static void tellClaimed(Claim claim, Throwable fault) {
        log.warn(
                "mail {} stays claimed: {}", claim.mail().id(), fault.getClass().getSimpleName());
    }

    private Future<Void> handle(Claim claim) {
        if (acceptance.isKnown(claim.mail().id())) {
            // Accepted earlier, but the row could not be told: it must not be sent again.
            return acceptance.settle(claim.mail());
        } else if (claim.attempt() > attempts) {
            return bury(claim, "attempts");
        } else if (!clock.instant().isBefore(Usefulness.end(claim.mail().content(), claim.createdAt()))) {
            return tooLate(claim);
        }
        return deliver(claim).compose(delivery -> settle(claim, delivery));
    }

    private Future<Delivery> deliver(Claim claim) {
        return desks.find(claim.mail().desk()).compose(desk -> {
            if (desk.isEmpty()) {
                return Future.<Delivery>succeededFuture(new Delivery.Deferred("desk"));
            }
            Instant now = clock.instant();
            Future<MailMessage> composing = workers.run(() -> composer.compose(claim.mail(), desk.get(), now));
            return composing
                    .timeout(COMPOSING.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(message -> hand(claim, message), fault -> {
                        if (fault instanceof Workers.Busy) {
                            return Future.succeededFuture(new Delivery.Busy());
                        }
                        log.error("mail {} cannot be composed: {}", claim.mail().id(), Faults.place(fault));
                        return Future.succeededFuture(new Delivery.Deferred("compose"));
                    });
        });
    }

    /** Asks at the last moment whether it shall still go: composing takes a while, and people change their minds. */
    private Future<Delivery> hand(Claim claim, MailMessage message) {
        return queue.isHeld(claim)
                .compose(held -> held
                        ? relay.send(message, () -> acceptance.accepted(claim.mail()))
                        : Future.succeededFuture(new Delivery.Withdrawn()));
    }

    private Future<Void> settle(Claim claim, Delivery delivery) {
        if (delivery instanceof Delivery.Accepted) {
            pause.worked();
            tellAccepted(claim);
            return Future.succeededFuture();
        } else if (delivery instanceof Delivery.Refused refused) {
            pause.worked();
            return bury(claim, refused.code());
        } else if (delivery instanceof Delivery.Unreachable unreachable) {
            Duration wait = pause.failed();
            log.warn("the relay cannot be used: {}", unreachable.code());
            return queue.giveBack(claim, unreachable.code(), wait);
        }
        if (delivery instanceof Delivery.Busy) {
            return queue.giveBack(claim, "busy", pace.retry(1, random));
        }
        if (delivery instanceof Delivery.Withdrawn) {
            log.info("mail {} was withdrawn before it left", claim.mail().id());
            return Future.succeededFuture();
        }
        String code = ((Delivery.Deferred) delivery).code();
        if (claim.attempt() >= attempts) {
            return bury(claim, code);
        }
        log.info("mail {} is tried again later: {}", claim.mail().id(), code);
        return queue.retry(claim, code, pace.retry(claim.attempt(), random));
    }

    /** The connection is free for the next mail meanwhile: rows that are told at once are told together. */
    private void tellAccepted(Claim claim) {
        untold++;
        acceptance
                .accepted(claim.mail())
                .onFailure(fault -> tellClaimed(claim, fault))
                .onComplete(told -> {
                    untold--;
                    wake();
                    endIfDrained();
                });
    }

    private Future<Void> bury(Claim claim, String code) {
        tellGivenUp(claim, code);
        return queue.bury(claim, code);
    }

    private Future<Void> tooLate(Claim claim) {
        tellGivenUp(claim, TOO_LATE);
        return queue.discard(claim, TOO_LATE);
    }

    private static void tellGivenUp(Claim claim, String code) {
        log.warn(
                "mail {} ({}) is given up: {}",
                claim.mail().id(),
                Outbox.kind(claim.mail().content()),
                code);
    }
}

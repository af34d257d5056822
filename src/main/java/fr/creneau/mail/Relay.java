package fr.creneau.mail;

import fr.creneau.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The relay that takes our mails, over a few kept connections. Used on one event loop. */
final class Relay {
    private final Vertx vertx;
    private final Config.Smtp smtp;
    private MailClient client;

    Relay(Vertx vertx, Config.Smtp smtp) {
        this.vertx = vertx;
        this.smtp = smtp;
        this.client = open();
    }

    /** How long one mail may take in all. The relay may be silent for {@code smtp.timeout} at a time. */
    static Duration longest(Config.Smtp smtp) {
        return smtp.timeout().multipliedBy(3);
    }

    /**
     * Never fails.
     *
     * @param late called if the relay accepts the mail after it was reported as timed out
     */
    Future<Delivery> send(MailMessage message, Runnable late) {
        MailClient used = client;
        Future<MailResult> sending = used.sendMail(message);
        return sending.timeout(longest(smtp).toMillis(), TimeUnit.MILLISECONDS)
                .<Delivery>map(accepted -> new Delivery.Accepted())
                .recover(failure -> {
                    if (failure instanceof TimeoutException) {
                        sending.onSuccess(accepted -> late.run());
                        leave(used);
                    }
                    return Future.succeededFuture(Deliveries.of(failure));
                });
    }

    Future<Void> close() {
        return client.close().timeout(smtp.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A relay that dribbles keeps its connection busy for ever, and with it a place of the pool: others get a new pool. */
    private void leave(MailClient stuck) {
        if (client == stuck) {
            client = open();
            // Other mails may be under way over it: they have ended, one way or another, when this time is over.
            vertx.setTimer(longest(smtp).toMillis(), waited -> stuck.close().onFailure(ignored -> {}));
        }
    }

    private MailClient open() {
        return MailClient.create(vertx, RelayOptions.of(smtp));
    }
}

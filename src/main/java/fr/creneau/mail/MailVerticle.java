package fr.creneau.mail;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.outbox.OutboxMessages;
import fr.creneau.outbox.OutboxQueue;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.task.Workers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in the outbox. Any number of instances may run. Deploy it after the schedule verticle; undeploying waits for the mails
 * under way.
 */
public final class MailVerticle extends VerticleBase {
    /** What the relay has not answered by then is given up: its claim goes stale, and it is sent again. */
    private static final long DRAIN_MS = 20_000;

    private static final int TICKS_BETWEEN_TIDYINGS = 10;

    private final URI publicUrl;
    private final Duration confirmWithin;
    private final Pool pool;
    private final MailSettings settings;
    private @Nullable MailDispatcher dispatcher;
    private @Nullable Relay relay;
    private long ticks;

    public MailVerticle(Config config, Pool pool, Clock clock) {
        this(
                config.http().publicUrl(),
                config.bookings().confirmWithin(),
                pool,
                new MailSettings(config.smtp(), MailPace.of(config.smtp()), clock, new SplittableRandom()));
    }

    MailVerticle(URI publicUrl, Duration confirmWithin, Pool pool, MailSettings settings) {
        this.publicUrl = publicUrl;
        this.confirmWithin = confirmWithin;
        this.pool = pool;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Bus bus = Bus.of(vertx);
        OutboxQueue queue = new OutboxQueue(pool);
        Desks desks = new Desks(bus);
        Relay opened = new Relay(vertx, settings.smtp());
        MailDispatcher sending = new MailDispatcher(
                Workers.open(vertx, Workers.PAPERS, settings.smtp().connections()),
                queue,
                desks,
                new MailComposer(publicUrl, confirmWithin, new AppointmentPapers()),
                opened,
                new Acceptance(vertx, queue, bus, settings.clock()),
                settings);
        relay = opened;
        dispatcher = sending;

        vertx.setPeriodic(settings.pace().tick().toMillis(), timer -> tick(sending));
        return Future.all(
                        bus.listen(ScheduleMessages.CHANGED, desks::learn).completion(),
                        bus.listen(OutboxMessages.WRITTEN, written -> sending.wake())
                                .completion())
                .onSuccess(ready -> tick(sending));
    }

    private void tick(MailDispatcher sending) {
        if (ticks++ % TICKS_BETWEEN_TIDYINGS == 0) {
            sending.tidy();
        }
        sending.giveBackOverdue();
        sending.wake();
    }

    @Override
    public Future<?> stop() {
        if (dispatcher == null || relay == null) {
            return Future.succeededFuture();
        }
        Relay opened = relay;
        return dispatcher
                .drain()
                .timeout(DRAIN_MS, TimeUnit.MILLISECONDS)
                .eventually(() -> opened.close())
                .otherwiseEmpty();
    }
}

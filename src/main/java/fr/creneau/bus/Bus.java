package fr.creneau.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with types. Messages stay on this instance and are passed as they are: they must be immutable. An unanswered
 * request fails after its address's timeout, two seconds if nothing else is said, with a {@link ReplyException}.
 */
public final class Bus {
    /** Business outcomes are answers; a failed reply is always a fault of ours or of a backend. */
    public static final int FAULT = 500;

    private static final Logger log = LoggerFactory.getLogger(Bus.class);

    private final EventBus eventBus;
    private final DeliveryOptions options =
            new DeliveryOptions().setLocalOnly(true).setCodecName(LocalCodec.NAME);

    private Bus(EventBus eventBus) {
        this.eventBus = eventBus;
    }

    /** Registers the codec where it is not yet, and gives the bus of that Vert.x. */
    public static Bus of(Vertx vertx) {
        LocalCodec.register(vertx.eventBus());
        return new Bus(vertx.eventBus());
    }

    public <Q, R> Future<R> request(Address<Q, R> address, Q question) {
        DeliveryOptions timed =
                new DeliveryOptions(options).setSendTimeout(address.timeout().toMillis());
        return eventBus.<R>request(address.name(), question, timed).map(message -> message.body());
    }

    /** Answers requests. A failed future, or an exception, becomes a failed reply without its message: it may hold personal data. */
    public <Q, R> MessageConsumer<Q> answer(Address<Q, R> address, Function<Q, Future<R>> handler) {
        return eventBus.<Q>localConsumer(address.name())
                .handler(message -> Future.succeededFuture(message.body())
                        .compose(handler)
                        .onSuccess(reply -> message.reply(reply, options))
                        .onFailure(fault -> {
                            warn(address, fault);
                            message.fail(FAULT, fault.getClass().getSimpleName());
                        }));
    }

    /** A fault without a stack trace comes by the thousand while a backend is away: one line each, not those of its causes. */
    private static void warn(Address<?, ?> address, Throwable fault) {
        if (fault.getStackTrace().length == 0) {
            log.warn("{} failed: {}", address.name(), fault.toString());
        } else {
            log.warn("{} failed", address.name(), fault);
        }
    }

    public <T> void announce(Topic<T> topic, T fact) {
        eventBus.publish(topic.name(), fact, options);
    }

    public <T> MessageConsumer<T> listen(Topic<T> topic, Consumer<T> handler) {
        return eventBus.<T>localConsumer(topic.name()).handler(message -> handler.accept(message.body()));
    }
}

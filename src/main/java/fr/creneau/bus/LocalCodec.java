package fr.creneau.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands a record over as it is. Never used on a wire. */
final class LocalCodec implements MessageCodec<Object, Object> {
    static final String NAME = "creneau-local";

    private LocalCodec() {}

    static void register(EventBus eventBus) {
        try {
            eventBus.registerCodec(new LocalCodec());
        } catch (IllegalStateException alreadyRegistered) {
            // Every verticle asks for the bus; the first one registers the codec.
        }
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        throw new UnsupportedOperationException("messages stay on this instance");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("messages stay on this instance");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}

package fr.creneau.pg;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x whose connections end when nothing is heard on them for a while. The PostgreSQL client takes options for its sockets and
 * leaves them aside (5.0.8: {@code PgDriver.createConnectionFactory}), but asks its Vert.x for them: here it is given the right ones.
 */
final class ImpatientVertx extends VertxWrapper {
    private final Duration longestSilence;

    ImpatientVertx(Vertx vertx, Duration longestSilence) {
        super((VertxInternal) vertx);
        this.longestSilence = longestSilence;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        return super.createNetClient(new NetClientOptions(options)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout((int) longestSilence.toMillis()));
    }
}

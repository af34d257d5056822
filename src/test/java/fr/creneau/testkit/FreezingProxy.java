package fr.creneau.testkit;

import fr.creneau.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before PostgreSQL as a network that can stop carrying: connections stay open, and nothing passes any more. Those that were
 * frozen stay so for ever; after {@link #thaw} new ones work.
 */
public final class FreezingProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Config.Postgres behind;
    private final NetServer server;
    private final AtomicInteger winter = new AtomicInteger();
    private volatile boolean frozen;

    public FreezingProxy(Config.Postgres behind) {
        this.behind = behind;
        NetClient client = vertx.createNetClient();
        server = vertx.createNetServer()
                .connectHandler(inner -> {
                    int born = frozen ? -1 : winter.get();
                    inner.pause();
                    client.connect(behind.port(), behind.host()).onSuccess(outer -> {
                        carry(born, inner, outer);
                        carry(born, outer, inner);
                        inner.resume();
                    });
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    /** @return the same database, by way of this proxy */
    public Config.Postgres postgres(Duration statementTimeout) {
        return new Config.Postgres(
                "127.0.0.1",
                server.actualPort(),
                behind.database(),
                behind.user(),
                behind.password(),
                false,
                behind.poolSize(),
                behind.maxWaiting(),
                behind.connectTimeout(),
                statementTimeout);
    }

    public void freeze() {
        winter.incrementAndGet();
        frozen = true;
    }

    public void thaw() {
        frozen = false;
    }

    private void carry(int born, NetSocket from, NetSocket to) {
        from.handler(said -> {
            if (born == winter.get()) {
                to.write(said);
            }
        });
        from.closeHandler(gone -> to.close());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}

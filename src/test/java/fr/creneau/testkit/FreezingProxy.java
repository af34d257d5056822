package fr.creneau.testkit;

import fr.creneau.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before PostgreSQL as a network that can stop carrying: connections stay open, and nothing passes any more. Those that were
 * frozen stay so for ever; after {@link #thaw} new ones work. It may also be cut, as when the server is gone.
 */
public final class FreezingProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Config.Postgres behind;
    private final NetServer server;
    private final AtomicInteger winter = new AtomicInteger();
    private final Set<NetSocket> joined = ConcurrentHashMap.newKeySet();
    private volatile boolean frozen;
    private volatile boolean cut;

    public FreezingProxy(Config.Postgres behind) {
        this.behind = behind;
        NetClient client = vertx.createNetClient();
        server = vertx.createNetServer()
                .connectHandler(inner -> accept(client, inner))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void accept(NetClient client, NetSocket inner) {
        joined.add(inner);
        if (cut) {
            // Looked at after it has joined: a cut at this very moment finds it there, or is seen here.
            joined.remove(inner);
            inner.close();
            return;
        }
        int born = frozen ? -1 : winter.get();
        inner.pause();
        Future<NetSocket> connected = client.connect(behind.port(), behind.host());
        inner.closeHandler(gone -> {
            joined.remove(inner);
            connected.onSuccess(NetSocket::close);
        });
        connected
                .onSuccess(outer -> {
                    outer.closeHandler(gone -> inner.close());
                    carry(born, inner, outer);
                    carry(born, outer, inner);
                    inner.resume();
                })
                .onFailure(refused -> inner.close());
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

    /** Closes every connection, and each new one at once. */
    public void cut() {
        cut = true;
        joined.forEach(NetSocket::close);
    }

    /** New connections work again, whatever was done before. */
    public void thaw() {
        frozen = false;
        cut = false;
    }

    private void carry(int born, NetSocket from, NetSocket to) {
        from.handler(said -> {
            if (born == winter.get()) {
                to.write(said);
            }
        });
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}

package fr.creneau.booking;

import fr.creneau.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between an instance and PostgreSQL, and cuts the connection when the next COMMIT passes by. */
final class CommitCutter implements AutoCloseable {
    /** On which side of the commit. */
    enum Cut {
        /** The server never sees it. */
        BEFORE,
        /** The server commits; the client never hears. */
        AFTER
    }

    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;
    private final Config.Postgres behind;
    private final Set<NetSocket> joined = ConcurrentHashMap.newKeySet();
    private volatile Cut next;
    private volatile boolean away;
    final AtomicInteger cuts = new AtomicInteger();

    CommitCutter(Config.Postgres behind) {
        this.behind = behind;
        NetClient client = vertx.createNetClient();
        server = vertx.createNetServer().connectHandler(inner -> {
            if (away) {
                inner.close();
                return;
            }
            inner.pause();
            client.connect(behind.port(), behind.host())
                    .onFailure(gone -> inner.close())
                    .onSuccess(outer -> {
                        join(inner, outer);
                        inner.resume();
                    });
        });
        BookingSite.await(server.listen(0, "127.0.0.1"));
    }

    /** Cuts at the next commit, once. */
    void cut(Cut cut) {
        next = cut;
    }

    /** PostgreSQL goes, with all its connections, or is back. */
    void away(boolean gone) {
        away = gone;
        if (gone) {
            joined.forEach(NetSocket::close);
        }
    }

    Config.Postgres postgres() {
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
                behind.statementTimeout());
    }

    private void join(NetSocket inner, NetSocket outer) {
        joined.add(inner);
        boolean[] deaf = new boolean[1];
        inner.handler(said -> {
            Cut cut = next;
            if (cut == null || !isCommit(said)) {
                outer.write(said);
                return;
            }
            next = null;
            cuts.incrementAndGet();
            if (cut == Cut.BEFORE) {
                outer.close();
                inner.close();
            } else {
                deaf[0] = true;
                outer.write(said);
            }
        });
        outer.handler(answer -> {
            if (deaf[0]) {
                inner.close();
                outer.close();
            } else {
                inner.write(answer);
            }
        });
        inner.closeHandler(gone -> {
            joined.remove(inner);
            outer.close();
        });
        outer.closeHandler(gone -> inner.close());
    }

    private static boolean isCommit(Buffer said) {
        return said.toString(StandardCharsets.ISO_8859_1).contains("COMMIT");
    }

    @Override
    public void close() {
        BookingSite.await(vertx.close());
    }
}

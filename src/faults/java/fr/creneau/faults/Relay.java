package fr.creneau.faults;

import fr.creneau.testkit.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The mail relay as the site sees it: it may be down, say nothing, or refuse every mail; else its mails are caught. */
final class Relay implements AutoCloseable {
    private static final String BUSY = "421 4.3.2 Service not available\r\n";

    private enum Mood {
        WELL,
        SILENT,
        BUSY
    }

    private final Vertx vertx = Vertx.vertx();
    private final int port = Ports.free();
    private final int catcher;
    private final Set<NetSocket> clients = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.WELL;
    private NetServer server;

    /** @param catcher the port of the relay that works */
    Relay(int catcher) {
        this.catcher = catcher;
        server = listen();
    }

    int port() {
        return port;
    }

    /** Nobody listens. */
    void down() {
        server.close().await();
        hangUp();
    }

    void up() {
        server = listen();
    }

    /** It accepts connections and says nothing, on the old ones either. */
    void hang() {
        mood = Mood.SILENT;
    }

    /** It asks everybody to come back later. */
    void refuse() {
        mood = Mood.BUSY;
        hangUp();
    }

    /** Connections made meanwhile stay as they are; new ones work. */
    void recover() {
        mood = Mood.WELL;
    }

    private NetServer listen() {
        return vertx.createNetServer()
                .connectHandler(this::welcome)
                .listen(port, "127.0.0.1")
                .await();
    }

    private void welcome(NetSocket client) {
        if (mood == Mood.BUSY) {
            client.write(BUSY).eventually(client::close);
            return;
        }
        clients.add(client);
        client.pause();
        vertx.createNetClient().connect(catcher, "127.0.0.1").onSuccess(relay -> {
            carry(client, relay);
            carry(relay, client);
            client.resume();
        });
    }

    private void carry(NetSocket from, NetSocket to) {
        from.handler(said -> {
            if (mood != Mood.SILENT) {
                to.write(said);
            }
        });
        from.closeHandler(gone -> {
            clients.remove(from);
            to.close();
        });
    }

    private void hangUp() {
        clients.forEach(NetSocket::close);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}

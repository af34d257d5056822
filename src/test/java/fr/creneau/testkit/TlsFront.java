package fr.creneau.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks TLS before a server on the loopback that does not, as a TLS proxy would. */
public final class TlsFront implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final int behind;
    private final NetServer server;
    private final AtomicInteger secured = new AtomicInteger();

    private TlsFront(SelfSigned certificate, int behind, boolean startTls) {
        this.behind = behind;
        NetServerOptions options = new NetServerOptions()
                .setSsl(!startTls)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(certificate.keyStore().toString())
                        .setPassword(SelfSigned.PASSWORD));
        server = vertx.createNetServer(options)
                .connectHandler(startTls ? this::greet : client -> join(client, false))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** TLS from the first byte. */
    public static TlsFront of(SelfSigned certificate, int behind) {
        return new TlsFront(certificate, behind, false);
    }

    /** SMTP that takes nothing until STARTTLS, and hands what follows to the relay behind. */
    public static TlsFront startTls(SelfSigned certificate, int relay) {
        return new TlsFront(certificate, relay, true);
    }

    public int port() {
        return server.actualPort();
    }

    /** How many connections have got through to what is behind. */
    public int secured() {
        return secured.get();
    }

    private void greet(NetSocket client) {
        client.handler(RecordParser.newDelimited("\r\n", line -> {
            String verb = line.toString().toUpperCase(java.util.Locale.ROOT);
            if (verb.startsWith("EHLO")) {
                client.write("250-front\r\n250 STARTTLS\r\n");
            } else if (verb.equals("STARTTLS")) {
                client.write("220 go ahead\r\n")
                        .compose(said -> client.upgradeToSsl())
                        .onSuccess(secure -> join(client, true))
                        .onFailure(refused -> client.close());
            } else {
                client.write("530 5.7.0 STARTTLS first\r\n");
            }
        }));
        client.write("220 front ESMTP\r\n");
    }

    /** @param greeted whether the client has had its greeting: that of the server behind is dropped */
    private void join(NetSocket client, boolean greeted) {
        secured.incrementAndGet();
        client.pause();
        vertx.createNetClient()
                .connect(behind, "127.0.0.1")
                .onFailure(gone -> client.close())
                .onSuccess(server -> {
                    boolean[] drop = {greeted};
                    server.handler(said -> {
                        Buffer passed = said;
                        if (drop[0]) {
                            drop[0] = false;
                            passed = said.slice(said.toString().indexOf("\r\n") + 2, said.length());
                        }
                        if (passed.length() > 0) {
                            client.write(passed);
                        }
                    });
                    client.handler(server::write);
                    client.closeHandler(gone -> server.close());
                    server.closeHandler(gone -> client.close());
                    client.resume();
                });
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}

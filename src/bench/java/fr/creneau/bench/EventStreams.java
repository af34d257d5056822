package fr.creneau.bench;

import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Pages of a waiting room that are told by server-sent events where they stand: each a connection that stays open. */
final class EventStreams implements AutoCloseable {
    private static final String PATH = "/rdv/" + BenchSite.CROWDED + "/file/" + BenchSite.ROOM + "/flux";
    private static final int FIRST_EVENT = 4_096;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final int port;
    private final Seal seal;

    /** @param keys of the site: people who enrolled have a cookie that it sealed, and these people never did */
    EventStreams(int port, String keys) {
        this.port = port;
        this.seal = new Seal(Keyring.derive(List.of(new Secret(keys)), "cookie"));
    }

    /** Opens one for a ticket, and waits until it was told something. */
    void open(int ticket) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channels.add(channel);
        channel.write(ByteBuffer.wrap(Requests.get(PATH, "file=" + cookie(ticket))));
        ByteBuffer answer = ByteBuffer.allocate(FIRST_EVENT);
        while (!text(answer).contains("data: ")) {
            if (channel.read(answer) <= 0) {
                throw new EOFException("no event for ticket " + ticket + ": " + text(answer));
            }
        }
    }

    private static String text(ByteBuffer answer) {
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    private String cookie(int ticket) {
        JsonObject kept = new JsonObject()
                .put("r", BenchSite.ROOM)
                .put("n", ticket)
                .put("p", "MODIFICATION")
                .put("x", LocalDate.now(ZoneOffset.UTC).plusYears(1).toString())
                .put("c", "97302")
                .put("a", "9700000001");
        String cookie = new JsonObject()
                .put("t", new JsonArray().add(kept))
                .put("@", Instant.now().getEpochSecond())
                .encode();
        return seal.seal(cookie.getBytes(StandardCharsets.UTF_8), "file");
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}

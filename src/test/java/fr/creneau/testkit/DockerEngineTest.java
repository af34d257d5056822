package fr.creneau.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DockerEngineTest {
    private static final String PING = "GET /_ping";
    private static final String REDIS = "GET /images/redis:7/json";
    private static final String POSTGRES = "GET /images/postgres:18/json";
    private static final String PULL = "POST /images/create?fromImage=redis&tag=7";

    @TempDir
    private Path folder;

    private ServerSocketChannel server;
    private final List<SocketChannel> mute = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Map<String, Integer> answers = Map.of();

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
        Thread thread = new Thread(this::serve, "engine");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (SocketChannel channel : mute) {
            channel.close();
        }
    }

    @Test
    void thereIsNoEngineWithoutASocket() {
        assertThat(engine("none").answers()).isFalse();
    }

    @Test
    void anEngineThatSaysNothingIsNone() {
        assertThat(engine("s").answers()).isFalse();
        assertThat(asked).containsExactly(PING);
    }

    @Test
    void anEngineAnswersAndHasImagesWithoutAPull() {
        answers = Map.of(PING, 200, REDIS, 200);
        assertThat(engine("s").answers()).isTrue();
        assertThat(engine("s").canHave("redis:7")).isTrue();
        assertThat(asked).containsExactly(PING, REDIS);
    }

    @Test
    void aRegistryThatRefusesIsAskedOnce() {
        answers = Map.of(REDIS, 404, POSTGRES, 404, PULL, 500);
        DockerEngine engine = engine("s");
        assertThat(engine.canHave("redis:7")).isFalse();
        assertThat(engine.canHave("postgres:18")).isFalse();
        assertThat(asked).containsExactly(REDIS, PULL, POSTGRES);
    }

    @Test
    void aRegistryThatSaysNothingIsNotWaitedForAndAskedOnce() {
        answers = Map.of(REDIS, 404, POSTGRES, 404);
        DockerEngine engine = engine("s", Duration.ofMillis(200));
        assertThat(engine.canHave("redis:7")).isFalse();
        assertThat(engine.canHave("postgres:18")).isFalse();
        assertThat(asked).containsExactly(REDIS, PULL, POSTGRES);
    }

    @Test
    void anImageThatIsStillNotThereAfterAPullIsNotThere() {
        answers = Map.of(REDIS, 404, PULL, 200);
        assertThat(engine("s").canHave("redis:7")).isFalse();
        assertThat(asked).containsExactly(REDIS, PULL, REDIS);
    }

    private DockerEngine engine(String socket) {
        return engine(socket, Duration.ofSeconds(20));
    }

    private DockerEngine engine(String socket, Duration registryAnswer) {
        return new DockerEngine(folder.resolve(socket), registryAnswer);
    }

    /** Says the status of what is known, and nothing at all to the rest. */
    private void serve() {
        assertThatCode(() -> {
                    while (true) {
                        answer(server.accept());
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private void answer(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        channel.read(buffer);
        String line = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        String request = line.substring(0, line.indexOf(" HTTP/"));
        asked.add(request);
        Integer status = answers.get(request);
        if (status == null) {
            mute.add(channel);
            return;
        }
        channel.write(ByteBuffer.wrap(("HTTP/1.0 " + status + " x\r\n\r\n{}").getBytes(StandardCharsets.US_ASCII)));
        channel.close();
    }
}

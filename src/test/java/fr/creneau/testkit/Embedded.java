package fr.creneau.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import redis.embedded.RedisServer;

/** Servers that are unpacked from jars and live as long as this JVM. */
final class Embedded {
    private Embedded() {}

    /** The port of a new PostgreSQL with nothing in it. */
    static int postgres() {
        return postgres(Map.of("max_connections", "300"));
    }

    /** The same, which acknowledges a commit when it is on disk: by default it does not wait, for the speed of tests. */
    static int durablePostgres() {
        return postgres(
                Map.of("max_connections", "300", "fsync", "on", "synchronous_commit", "on", "full_page_writes", "on"));
    }

    /** The same with TLS for those who ask for it. */
    static int postgres(SelfSigned certificate) {
        return postgres(Map.of(
                "ssl", "on",
                "ssl_cert_file", certificate.certificatePem().toString(),
                "ssl_key_file", certificate.keyPem().toString()));
    }

    @SuppressWarnings("resource") // it stops itself when the JVM ends
    private static int postgres(Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        settings.forEach(builder::setServerConfig);
        try {
            return builder.start().getPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port of a new Redis that keeps nothing. */
    static int redis() {
        int port = Ports.free();
        RedisServer server = RedisServer.builder()
                .port(port)
                .setting("save \"\"")
                .setting("bind 127.0.0.1")
                .build();
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        return port;
    }
}

package fr.creneau.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/** Servers that are unpacked from jars and live as long as this JVM. */
final class Embedded {
    private Embedded() {}

    /** The port of a new PostgreSQL with nothing in it. */
    @SuppressWarnings("resource") // it stops itself when the JVM ends
    static int postgres() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .start()
                    .getPort();
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

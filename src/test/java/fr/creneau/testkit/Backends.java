package fr.creneau.testkit;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.pg.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import redis.embedded.RedisServer;

/** The real backends of the tests: one PostgreSQL and one Redis for the whole run, started when first asked for. */
public final class Backends {
    private static final AtomicInteger databases = new AtomicInteger();

    private Backends() {}

    /** A database of its own, migrated. */
    public static Config.Postgres freshDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        Config.Postgres postgres = new Config.Postgres(
                "localhost",
                Postgres.SERVER.getPort(),
                name,
                "postgres",
                new Secret("postgres"),
                false,
                8,
                256,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        Migrations.run(postgres);
        return postgres;
    }

    /** The shared Redis. Tests run one class after the other: empty it, or use desks of your own. */
    public static Config.Redis redis() {
        return new Config.Redis(
                Config.RedisMode.STANDALONE,
                List.of("redis://localhost:" + Redis.PORT),
                "",
                Optional.empty(),
                Duration.ofSeconds(2),
                4096);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final class Redis {
        static final int PORT = start();

        private static int start() {
            int port = freePort();
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
}

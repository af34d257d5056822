package fr.creneau.testkit;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.pg.Migrations;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real backends of the tests: one PostgreSQL and one Redis for the whole run, started when first asked for. They run in
 * containers where a Docker engine answers and has, or gets, their images; else they are embedded. Both are the real servers.
 */
public final class Backends {
    private static final AtomicInteger databases = new AtomicInteger();

    private Backends() {}

    /** A database of its own, migrated: a copy, since hundreds of tests want one. */
    public static Config.Postgres freshDatabase() {
        return database("template " + Migrated.DATABASE);
    }

    /** A database of its own with nothing in it. */
    public static Config.Postgres emptyDatabase() {
        return database("");
    }

    /** The same on an embedded PostgreSQL that acknowledges a commit when it is on disk. */
    public static Config.Postgres emptyDurableDatabase() {
        return database(Durable.SERVER, "");
    }

    private static Config.Postgres database(String options) {
        return database(Postgres.SERVER, options);
    }

    private static Config.Postgres database(Config.Postgres server, String options) {
        String name = "test_" + databases.incrementAndGet();
        String url = "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), server.database());
        try (Connection connection = DriverManager.getConnection(
                        url, server.user(), server.password().value());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " " + options);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return postgres(server.host(), server.port(), name);
    }

    /** The port of a PostgreSQL of a test's own, embedded, that speaks TLS with that certificate. */
    public static int tlsPostgres(SelfSigned certificate) {
        return Embedded.postgres(certificate);
    }

    /** The shared Redis. Tests run one class after the other: empty it, or use desks of your own. */
    public static Config.Redis redis() {
        return redis(Redis.SERVER);
    }

    /** A Redis somewhere else. */
    public static Config.Redis redis(URI endpoint) {
        return new Config.Redis(
                Config.RedisMode.STANDALONE,
                List.of(endpoint.toString()),
                "",
                Optional.empty(),
                Duration.ofSeconds(2),
                4096);
    }

    public static int freePort() {
        return Ports.free();
    }

    static Config.Postgres postgres(String host, int port, String database) {
        return new Config.Postgres(
                host,
                port,
                database,
                "postgres",
                new Secret("postgres"),
                false,
                8,
                256,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    private static final class Postgres {
        static final Config.Postgres SERVER =
                Containers.postgres().orElseGet(() -> postgres("localhost", Embedded.postgres(), "postgres"));
    }

    private static final class Durable {
        static final Config.Postgres SERVER = postgres("localhost", Embedded.durablePostgres(), "postgres");
    }

    private static final class Migrated {
        static final String DATABASE = migrated();

        private static String migrated() {
            Config.Postgres empty = emptyDatabase();
            Migrations.run(empty);
            return empty.database();
        }
    }

    private static final class Redis {
        static final URI SERVER =
                Containers.redis().orElseGet(() -> URI.create("redis://localhost:" + Embedded.redis()));
    }
}

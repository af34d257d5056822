package fr.creneau.pg;

import fr.creneau.config.Config;

/** Where JDBC finds the database: the migrations and the commands, which block. */
public final class Jdbc {
    private Jdbc() {}

    /** With TLS the server's certificate must name the host and be signed by someone the JVM trusts, as for the pool. */
    public static String url(Config.Postgres postgres) {
        String address = "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database());
        return postgres.tls()
                ? address + "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                : address;
    }
}

package fr.creneau.pg;

import fr.creneau.config.Config;
import org.flywaydb.core.Flyway;

/** Brings the database to the newest schema. Blocking: run it before anything listens. */
public final class Migrations {
    private Migrations() {}

    /** Flyway takes an advisory lock, so N instances may start together: one migrates, the others wait and find it done. */
    public static void run(Config.Postgres postgres) {
        Flyway.configure()
                .dataSource(
                        Jdbc.url(postgres), postgres.user(), postgres.password().value())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}

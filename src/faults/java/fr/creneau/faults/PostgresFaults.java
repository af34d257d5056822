package fr.creneau.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What happens to PostgreSQL. */
final class PostgresFaults {
    private static final int LOG_FILES = 12;

    private PostgresFaults() {}

    static void kill(Site site, History history) throws IOException {
        site.postgres().stopImmediately();
        site.postgres().start();
    }

    static void stop(Site site, History history) throws IOException, InterruptedException {
        site.postgres().freeze();
        Injections.seconds(8);
        site.postgres().thaw();
    }

    /** First tables cannot grow; then the log needs another file, and the server ends itself. An operator makes room and starts it. */
    static void fillDisk(Site site, History history) throws IOException, InterruptedException {
        site.postgres().fillDisk();
        Injections.seconds(4);
        useUpLog(site);
        Injections.seconds(4);
        site.postgres().clearDisk();
        site.postgres().start();
    }

    private static void useUpLog(Site site) {
        try (Connection books = site.books();
                Statement statement = books.createStatement()) {
            for (int i = 0; i < LOG_FILES; i++) {
                statement.execute("select pg_logical_emit_message(false, 'faults', 'next file')");
                statement.execute("select pg_switch_wal()");
            }
        } catch (SQLException ended) {
            // So it should: nothing can be promised without a log.
        }
    }
}

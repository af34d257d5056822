package fr.creneau.schedule.imports;

import fr.creneau.config.Config;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.pg.Jdbc;
import fr.creneau.schedule.PlannedDesk;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Brings the tables in line with what a file wants, all or nothing. Doing it twice changes nothing the second time; two at once
 * wait for each other. Nobody's seat is ever moved, shrunk or withdrawn.
 */
public final class ScheduleImport {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    /** 82 random bits: ids tell neither when a slot is nor how many there are. */
    private static final int ID_LENGTH = 16;

    private final Config.Postgres postgres;

    public ScheduleImport(Config.Postgres postgres) {
        this.postgres = postgres;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** @param lines what was changed, or would be on a dry run; empty if nothing */
        record Done(List<String> lines) implements Outcome {}

        /** @param reasons all of them; nothing was changed */
        record Refused(List<String> reasons) implements Outcome {}
    }

    /**
     * @param now slots that begin later are compared, earlier ones left alone
     * @param dryRun only says what it would do; needs no migrated database
     */
    public Outcome run(List<PlannedDesk> wanted, Instant now, boolean dryRun) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            ImportStore store = new ImportStore(connection);
            store.limitWaits();
            ImportPlan plan = dryRun ? look(store, wanted, now) : lockAndLook(store, wanted, now);
            if (!plan.refusals().isEmpty()) {
                connection.rollback();
                return new Outcome.Refused(plan.refusals());
            }
            if (dryRun) {
                connection.rollback();
            } else {
                store.apply(plan.changes(), ScheduleImport::newSlotId);
                connection.commit();
            }
            return new Outcome.Done(ImportReport.of(plan));
        }
    }

    private static ImportPlan look(ImportStore store, List<PlannedDesk> wanted, Instant now) throws SQLException {
        return ImportPlan.of(store.hasSchema() ? store.read(now) : Map.of(), wanted, now);
    }

    /** Looks a second time with the seats in question locked: a booking may have come between. */
    private static ImportPlan lockAndLook(ImportStore store, List<PlannedDesk> wanted, Instant now)
            throws SQLException {
        store.lockOutOtherImports();
        ImportPlan first = ImportPlan.of(store.read(now), wanted, now);
        store.lockDesks(first.renumbered());
        store.lockSeats(first.restricted());
        return ImportPlan.of(store.read(now), wanted, now);
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", postgres.user());
        properties.put("password", postgres.password().value());
        properties.put(
                "connectTimeout", String.valueOf(postgres.connectTimeout().toSeconds()));
        properties.put("reWriteBatchedInserts", "true");
        properties.put("ApplicationName", "creneau-import");
        return DriverManager.getConnection(Jdbc.url(postgres), properties);
    }

    private static SlotId newSlotId() {
        StringBuilder id = new StringBuilder();
        RANDOM.ints(ID_LENGTH, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
        return new SlotId(id.toString());
    }
}

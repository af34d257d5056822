package fr.creneau.dev;

import fr.creneau.config.Config;
import fr.creneau.schedule.ScheduleCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The desk of Cayenne with several weeks of slots from today on. Applied at every start: what is there stays. */
final class SampleSchedule {
    private static final String FILE = "classpath:schedule/cayenne.yaml";

    private SampleSchedule() {}

    /** @throws IllegalStateException with what the import said, if it was refused */
    static void load(Config config) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = new ScheduleCommand()
                .run(List.of("import", FILE), config, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalStateException("sample schedule: " + said.toString(StandardCharsets.UTF_8));
        }
    }
}

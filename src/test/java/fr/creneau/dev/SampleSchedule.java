package fr.creneau.dev;

import fr.creneau.config.Config;
import fr.creneau.schedule.ScheduleCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The sample desks with several weeks of slots from today on, and a draw to try: some days of the smaller desk open a few minutes after
 * the first start. Applied at every start: what is there stays.
 */
final class SampleSchedule {
    private static final ZoneId ZONE = ZoneId.of("America/Cayenne");
    private static final Duration OPENS_IN = Duration.ofMinutes(5);
    private static final int FIRST_DAY = 14;
    private static final int LAST_DAY = 27;

    private SampleSchedule() {}

    /**
     * @param home keeps when the draw is, and the file that was applied
     * @throws IllegalStateException with what the import said, if it was refused
     */
    static void load(Config config, Path home) throws IOException {
        Path file = home.resolve("schedule.yaml");
        Files.writeString(file, withRelease(sample(), release(home.resolve("release.yaml"))));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = new ScheduleCommand()
                .run(List.of("import", file.toString()), config, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalStateException("sample schedule: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static String sample() throws IOException {
        try (InputStream sample = SampleSchedule.class.getResourceAsStream("/schedule/cayenne.yaml")) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Written once: a draw is not moved. */
    private static String release(Path kept) throws IOException {
        if (!Files.exists(kept)) {
            LocalDateTime now = LocalDateTime.now(ZONE).truncatedTo(ChronoUnit.MINUTES);
            LocalDate today = now.toLocalDate();
            Files.writeString(kept, """
                        releases:
                          - id: draw-to-try-%s
                            from: %s
                            to: %s
                            opens: %s
                            enrolment-from: %s
                            waiting-room: true
                    """.formatted(
                            today,
                            today.plusDays(FIRST_DAY),
                            today.plusDays(LAST_DAY),
                            now.plus(OPENS_IN).plusMinutes(1),
                            now));
        }
        return Files.readString(kept);
    }

    /** In the last desk of the sample, in front of its slots. */
    private static String withRelease(String sample, String release) {
        int slots = sample.lastIndexOf("    slots:");
        return sample.substring(0, slots) + release + sample.substring(slots);
    }
}

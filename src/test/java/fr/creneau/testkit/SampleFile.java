package fr.creneau.testkit;

import fr.creneau.config.Config;
import fr.creneau.schedule.ScheduleCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/**
 * The schedule file of the sample desks for tests that look at the same site whenever they run: on sale from a Monday on, two to eight days
 * from today, and every week is a whole one. In the file as it ships the first slots begin while tests run, the first week may have a
 * single day left, and holidays take others.
 */
public final class SampleFile {
    private static final int NOT_BEFORE_DAYS = 2;

    private SampleFile() {}

    public static String text() {
        LocalDate monday = LocalDate.now(SampleDesk.ZONE)
                .plusDays(NOT_BEFORE_DAYS)
                .with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        return shipped()
                .replaceAll("(?m)^      from: today$", "      from: " + monday)
                .replaceAll("(?m)^      holidays: gf\\n", "")
                .replaceAll("(?m)^      closures:.*\\n(        - .*\\n)+", "");
    }

    public static void importInto(Config config) {
        importInto(config, text());
    }

    /** Puts that text, changed or not, on sale, as an operator would. */
    public static void importInto(Config config, String text) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code;
        try {
            Path file = Files.writeString(Files.createTempFile("sample", ".yaml"), text);
            try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
                code = new ScheduleCommand().run(List.of("import", file.toString()), config, out);
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (code != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }

    private static String shipped() {
        try (InputStream sample = SampleFile.class.getResourceAsStream("/schedule/cayenne.yaml")) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

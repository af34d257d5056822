package fr.creneau.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a run is told by {@code -Dload.…}; every key and default is in src/docs/load.md. */
final class Settings {
    private Settings() {}

    /** The site's addresses without a path; none for a site of the run's own. */
    static List<String> urls() {
        return Arrays.stream(text("url", "").split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
    }

    static Optional<String> desk() {
        return Optional.of(text("desk", "")).filter(desk -> !desk.isEmpty());
    }

    /** JDBC address of the site's database. */
    static Optional<String> database() {
        return Optional.of(text("database", "")).filter(url -> !url.isEmpty());
    }

    /** Whether the release is drawn: a site of the run's own has a waiting room then. */
    static boolean waitingRoom() {
        return Boolean.parseBoolean(text("waiting-room", "false"));
    }

    static String commune() {
        return text("commune", OwnSite.COMMUNE);
    }

    static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, String.valueOf(otherwise)));
    }

    static Duration seconds(String name, int otherwise) {
        return Duration.ofSeconds(number(name, otherwise));
    }

    private static String text(String name, String otherwise) {
        return System.getProperty("load." + name, otherwise);
    }
}

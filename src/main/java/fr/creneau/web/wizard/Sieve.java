package fr.creneau.web.wizard;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Forms that no person sends (decision 1003): a field filled that nobody sees, or sooner than anybody types. */
public final class Sieve {
    /** The field that nobody sees. */
    public static final String TRAP = "remarque";

    private Sieve() {}

    /** @param retryAfter until the form may be sent; zero where that is of no help */
    public record Caught(Notice notice, Duration retryAfter) {}

    /** Asked last, of a form without errors: a person only presses again, and the time counts on from when the page was first shown. */
    public static Optional<Caught> look(Stage stage, Map<String, String> fields) {
        if (!fields.getOrDefault(TRAP, "").isEmpty()) {
            return Optional.of(new Caught(Notice.TRAPPED, Duration.ZERO));
        }
        Duration wait =
                stage.site().config().limits().formTime().minus(stage.visit().formAge());
        return wait.compareTo(Duration.ZERO) > 0 ? Optional.of(new Caught(Notice.TOO_FAST, wait)) : Optional.empty();
    }
}

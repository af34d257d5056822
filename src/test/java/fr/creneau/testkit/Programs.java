package fr.creneau.testkit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The machine's own programs. */
public final class Programs {
    private static final long LONGEST_S = 60;

    private Programs() {}

    /** Whether the command is there and succeeded within a minute. What it writes is dropped. */
    public static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package fr.creneau.testkit;

import java.io.IOException;

/** The machine's own programs. */
public final class Programs {
    private Programs() {}

    /** Whether the command is there and succeeded. What it writes is dropped. */
    public static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package fr.creneau.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that an earlier run left behind: it survives a SIGKILL of the JVM that started it, and keeps its data folder locked. The
 * folder is ours alone (see {@link DevSite}), so whoever serves it may be stopped.
 */
final class Orphan {
    private static final long PATIENCE_S = 15;

    private Orphan() {}

    /**
     * Stops the process named in the first line of a pid file, if it still is that server, and removes the file.
     *
     * @param program part of the program's name: a number may belong to somebody else by now
     */
    static void stop(Path pidFile, String program) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> process = pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(handle -> handle.info().command().orElse("").contains(program));
        if (process.isPresent()) {
            System.out.println("An earlier run left " + program + " behind (process "
                    + process.get().pid() + "): stopping it.");
            stop(process.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private static Optional<Long> pid(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.get(0).strip()));
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    private static void stop(ProcessHandle process) throws IOException {
        process.destroy();
        if (!ended(process)) {
            process.destroyForcibly();
            if (!ended(process)) {
                throw new IOException("process " + process.pid() + " cannot be stopped: stop it by hand");
            }
        }
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException still) {
            return false;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

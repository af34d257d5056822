package fr.creneau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Processor time of a process so far, those of its threads left out that compile just in time: a longer run hardly needs them. What a
 * request costs in it changes little with what else the machine does. Linux only; 0 elsewhere.
 */
final class CpuTime {
    /** Of a thread's {@code stat}, counted from behind its name; the next one is the time in the kernel. */
    private static final int USER = 11;

    private static final double MICROS_A_TICK = 10_000;

    private CpuTime() {}

    static double micros(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.mapToLong(CpuTime::ticks).sum() * MICROS_A_TICK;
        } catch (IOException noLinux) {
            return 0;
        }
    }

    private static long ticks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return name.matches("C[12] Compiler.*")
                    ? 0
                    : Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]);
        } catch (IOException ended) {
            return 0;
        }
    }
}

package fr.creneau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
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

    /** Of all processes of that name. */
    static double micros(String name) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                            .filter(process -> process.getFileName().toString().matches("\\d+"))
                            .mapToLong(process -> ticks(process, name::equals))
                            .sum()
                    * MICROS_A_TICK;
        } catch (IOException noLinux) {
            return 0;
        }
    }

    /** Of the whole machine, whoever works: user, nice, system and both kinds of interrupts. */
    static double machineMicros() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +");
            return Stream.of(1, 2, 3, 6, 7)
                            .mapToLong(i -> Long.parseLong(fields[i]))
                            .sum()
                    * MICROS_A_TICK;
        } catch (IOException noLinux) {
            return 0;
        }
    }

    private static long ticks(Path thread) {
        return ticks(thread, name -> !name.matches("C[12] Compiler.*"));
    }

    private static long ticks(Path task, Predicate<String> counts) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return counts.test(name) ? Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}

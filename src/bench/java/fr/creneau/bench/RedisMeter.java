package fr.creneau.bench;

import fr.creneau.testkit.RedisProcess;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * What a Redis has done so far, as it says itself.
 *
 * @param scripts how many were run
 * @param scriptMicros time spent inside them
 * @param cpuMicros processor time of the whole process: talking to clients, too
 * @param memory bytes in use
 */
record RedisMeter(double scripts, double scriptMicros, double cpuMicros, double memory) {
    static final RedisMeter NONE = new RedisMeter(0, 0, 0, 0);

    static RedisMeter of(RedisProcess redis) throws IOException {
        String commands = redis.ask("INFO commandstats");
        String cpu = redis.ask("INFO cpu");
        Predicate<String> script = line -> line.startsWith("cmdstat_eval");
        return new RedisMeter(
                sum(commands, script, "calls="),
                sum(commands, script, "usec="),
                1e6
                        * (sum(cpu, line -> line.startsWith("used_cpu_sys:"), "sys:")
                                + sum(cpu, line -> line.startsWith("used_cpu_user:"), "user:")),
                sum(redis.ask("INFO memory"), line -> line.startsWith("used_memory:"), "memory:"));
    }

    RedisMeter since(RedisMeter before) {
        return plus(before, -1);
    }

    RedisMeter plus(RedisMeter other, double times) {
        return new RedisMeter(
                scripts + times * other.scripts,
                scriptMicros + times * other.scriptMicros,
                cpuMicros + times * other.cpuMicros,
                memory + times * other.memory);
    }

    private static double sum(String info, Predicate<String> lines, String label) {
        return info.lines()
                .filter(lines)
                .map(line ->
                        line.substring(line.indexOf(label) + label.length()).split(",")[0])
                .mapToDouble(Double::parseDouble)
                .sum();
    }
}

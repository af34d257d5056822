package fr.creneau.faults;

import fr.creneau.faults.Fault.Injection;
import fr.creneau.faults.Operation.Kind;
import fr.creneau.testkit.JavaProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Everything that is broken, in this order, and how. */
final class Faults {
    private static final Duration PROMPT = Duration.ofSeconds(15);
    /** Words that Redis lost come back with the next comparison, which is made each minute. */
    private static final Duration NEXT_COMPARISON = Duration.ofSeconds(80);

    private Faults() {}

    static final Fault NONE = fault("none", Kind.PLACE, 1, (site, history) -> seconds(3));
    /** Nothing needs repair: a word that must not be heard is not heard. */
    static final Fault LATE =
            new Fault("late-scripts", Kind.PLACE, 2, Duration.ofSeconds(3), (site, history) -> Late.say(site));

    static final Fault REDIS_REWIND = new Fault("redis-rewind", Kind.PLACE, 1, NEXT_COMPARISON, Faults::rewindRedis);

    private static final Path FAKETIME = Path.of("/usr/bin/faketime");

    static final List<Fault> ALL = List.of(
            NONE,
            fault("redis-kill", Kind.PLACE, 3, (site, history) -> {
                site.redis().kill();
                site.redis().start();
            }),
            redisStop(1, 1),
            redisStop(5, 1),
            redisStop(20, 1),
            fault("redis-flush", Kind.PLACE, 1, (site, history) -> {
                history.lostHolds(System.currentTimeMillis());
                site.redis().ask("FLUSHALL");
            }),
            REDIS_REWIND,
            LATE,
            fault("postgres-kill", Kind.BOOK, 2, (site, history) -> {
                site.postgres().stopImmediately();
                site.postgres().start();
            }),
            fault("postgres-stop-8s", Kind.BOOK, 1, (site, history) -> {
                site.postgres().freeze();
                seconds(8);
                site.postgres().thaw();
            }),
            fault("instance-kill", Kind.PLACE, 1, (site, history) -> {
                site.instances().get(1).kill();
                site.instances().get(1).start();
            }),
            fault("rolling-restart", Kind.PLACE, 1, (site, history) -> {
                for (JavaProcess instance : site.instances()) {
                    instance.stop();
                    instance.start();
                }
            }),
            fault("clock-off", Kind.PLACE, Files.isExecutable(FAKETIME) ? 1 : 0, (site, history) -> {
                JavaProcess instance = site.instances().get(1);
                instance.kill();
                instance.start("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", FAKETIME.toString(), "-f", "+1h");
                seconds(8);
                instance.kill();
                instance.start();
            }),
            fault("smtp-refusing", Kind.MAIL, 1, (site, history) -> {
                site.relay().cut();
                seconds(5);
                site.relay().thaw();
            }),
            fault("smtp-hanging", Kind.MAIL, 1, (site, history) -> {
                site.relay().freeze();
                seconds(5);
                site.relay().thaw();
            }));

    /** What is not injected here, and what it takes. */
    static List<String> skipped() {
        List<String> skipped = new ArrayList<>(List.of(
                "redis-promotion: not injected yet; a cut link needs root and a network namespace; redis-rewind loses the same last writes",
                "postgres-disk-full: not injected yet; needs root, for a small file system of its own",
                "packet-loss: not injected yet; needs root, a network namespace and a kernel with netem"));
        if (!Files.isExecutable(FAKETIME)) {
            skipped.add("clock-off: needs the Debian package faketime");
        }
        return skipped;
    }

    private static Fault fault(String name, Kind touches, int times, Injection injection) {
        return new Fault(name, touches, times, PROMPT, injection);
    }

    private static Fault redisStop(int seconds, int times) {
        return fault("redis-stop-" + seconds + "s", Kind.PLACE, times, (site, history) -> {
            site.redis().freeze();
            seconds(seconds);
            site.redis().thaw();
        });
    }

    /** As when a replica that lags behind takes over: two seconds of acknowledged writes are gone. */
    private static void rewindRedis(Site site, History history) throws IOException, InterruptedException {
        Path folder = Path.of(site.redis().ask("CONFIG GET dir").split("\r\n")[4], "appendonlydir");
        Path log;
        try (var files = Files.list(folder)) {
            log = files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findAny()
                    .orElseThrow();
        }
        history.lostHolds(System.currentTimeMillis());
        long size = Files.size(log);
        seconds(2);
        site.redis().kill();
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
        site.redis().start();
    }

    private static void seconds(int number) throws InterruptedException {
        TimeUnit.SECONDS.sleep(number);
    }
}

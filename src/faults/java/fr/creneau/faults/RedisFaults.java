package fr.creneau.faults;

import fr.creneau.faults.SiteRedis.Pair;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What happens to Redis, and what of its promises is lost thereby. */
final class RedisFaults {
    /** As long as a request under way may take. */
    private static final long UNDER_WAY_MS = 3_000;

    private RedisFaults() {}

    static void kill(Site site, History history) {
        site.redis().kill();
        site.redis().start();
    }

    static void flush(Site site, History history) throws IOException {
        long now = System.currentTimeMillis();
        history.lostHolds(now, now + UNDER_WAY_MS);
        site.redis().ask("FLUSHALL");
    }

    /** As when a replica that lags behind takes over: two seconds of acknowledged writes are gone. */
    static void rewind(Site site, History history) throws IOException, InterruptedException {
        Path folder = Path.of(site.redis().ask("CONFIG GET dir").split("\r\n")[4], "appendonlydir");
        Path log;
        try (var files = Files.list(folder)) {
            log = files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findAny()
                    .orElseThrow();
        }
        long since = System.currentTimeMillis();
        long size = Files.size(log);
        Injections.seconds(2);
        site.redis().kill();
        history.lostHolds(since, System.currentTimeMillis());
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
        site.redis().start();
    }

    /** The master's link is cut, its replica takes over; then the old master comes back. */
    static void promote(Site site, History history) throws InterruptedException {
        takeOver(site, history, site.pair()::cutMaster);
    }

    /** The same, but the instances still reach the old master, which knows of nothing: two masters for a while. */
    static void split(Site site, History history) throws InterruptedException {
        takeOver(site, history, site.pair()::splitMaster);
    }

    private static void takeOver(Site site, History history, Runnable cut) throws InterruptedException {
        Pair pair = site.pair();
        long since = System.currentTimeMillis();
        cut.run();
        pair.awaitPromotion();
        history.back();
        Injections.seconds(5);
        Sandbox.mend();
        pair.awaitFollower();
        history.lostHolds(since, System.currentTimeMillis() + UNDER_WAY_MS);
    }
}

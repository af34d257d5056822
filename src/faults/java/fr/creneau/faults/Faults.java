package fr.creneau.faults;

import fr.creneau.faults.Fault.Injection;
import fr.creneau.faults.Operation.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is broken, in this order, and how often. */
final class Faults {
    private static final Duration PROMPT = Duration.ofSeconds(15);
    /** Words that Redis lost come back with the next comparison, which is made each minute. */
    private static final Duration NEXT_COMPARISON = Duration.ofSeconds(80);

    /** For as many people as it takes to see something, on a slow machine too. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration RECOVERY = Duration.ofMinutes(1);
    /** For no longer are people told that the site resumes in a moment. */
    private static final Duration REDIS_RECOVERY = Duration.ofSeconds(10);

    private static final int MANY = 5;
    private static final int FULL = 20;
    private static final String FAKETIME = "/usr/bin/faketime";

    private Faults() {}

    static final Fault NONE =
            fault("none", Kind.PLACE, (site, history) -> history.awaitAnswers(Kind.BOOK, 60, LONGEST));
    /** Nothing needs repair: a word that must not be heard is not heard. */
    static final Fault LATE = fault("late-scripts", Kind.PLACE, (site, history) -> Late.say(site))
            .times(2)
            .repair(Duration.ofSeconds(3));

    static final Fault REDIS_REWIND =
            fault("redis-rewind", Kind.PLACE, RedisFaults::rewind).repair(NEXT_COMPARISON);
    static final Fault OPENING = fault("opening", Kind.ENROL, (site, history) -> {
        site.awaitOpening();
        // Who gave a seat back tries to use the turn again.
        history.awaitAnswers(Kind.RELEASE, 6, LONGEST);
        Injections.seconds(2);
    });
    /** Of so many who make a request, some have sold their turn. */
    static final Fault REQUESTS_IN_TURN =
            fault("requests-in-turn", Kind.ENROL, (site, history) -> history.awaitAnswers(Kind.BOOK, 20, LONGEST));

    /**
     * While everybody may choose.
     *
     * @param full whether servers are killed as often as the issue of this program says
     */
    static List<Fault> ofSale(boolean full) {
        int many = full ? FULL : MANY;
        return Stream.of(
                        NONE,
                        fault("redis-kill", Kind.PLACE, RedisFaults::kill)
                                .times(many)
                                .recovery(REDIS_RECOVERY),
                        redisStop(1),
                        redisStop(5),
                        redisStop(20),
                        fault("redis-flush", Kind.PLACE, RedisFaults::flush),
                        REDIS_REWIND,
                        LATE,
                        fault("postgres-kill", Kind.BOOK, PostgresFaults::kill).times(many),
                        fault("postgres-stop-8s", Kind.BOOK, PostgresFaults::stop),
                        fault("postgres-disk-full", Kind.BOOK, PostgresFaults::fillDisk),
                        fault("instance-kill", Kind.PLACE, Injections::killInstance),
                        fault("rolling-restart", Kind.PLACE, Injections::restartAll),
                        fault("clock-off", Kind.PLACE, clockOff("+1h"), clockOff("-1h")),
                        fault("packet-loss", Kind.PLACE, Injections::losePackets),
                        fault("smtp-down", Kind.MAIL, (site, history) -> {
                            site.relay().down();
                            Injections.seconds(5);
                            site.relay().up();
                        }),
                        fault("smtp-hanging", Kind.MAIL, (site, history) -> {
                            site.relay().hang();
                            Injections.seconds(5);
                            site.relay().recover();
                        }),
                        fault("smtp-refusing", Kind.MAIL, (site, history) -> {
                            site.relay().refuse();
                            Injections.seconds(5);
                            site.relay().recover();
                        }))
                .filter(Faults::isPossible)
                .toList();
    }

    /** At a site whose Redis has a replica. */
    static List<Fault> ofReplica() {
        return Stream.of(
                        fault("redis-promotion", Kind.PLACE, RedisFaults::promote)
                                .repair(NEXT_COMPARISON),
                        fault("redis-split", Kind.PLACE, RedisFaults::split).repair(NEXT_COMPARISON))
                .filter(Faults::isPossible)
                .toList();
    }

    /** From enrolment to the last turn of a release with a waiting room. */
    static List<Fault> ofRelease() {
        return List.of(fault(
                "release-day",
                Kind.ENROL,
                Injections::killInstance,
                PostgresFaults::kill,
                (site, history) -> {
                    site.awaitOpening();
                    RedisFaults.kill(site, history);
                },
                PostgresFaults::kill,
                Injections::killInstance,
                RedisFaults::flush));
    }

    /** What is not injected on this machine, and what it takes. */
    static List<String> skipped() {
        List<String> skipped = new ArrayList<>();
        if (!Sandbox.isHere()) {
            skipped.add("redis-promotion, redis-split, postgres-disk-full, packet-loss: need root, with unshare, ip and"
                    + " iptables, for a network and a disk of the run's own");
        }
        if (!isPossible(FAKETIME)) {
            skipped.add("clock-off: needs the Debian package faketime");
        }
        return skipped;
    }

    private static boolean isPossible(Fault fault) {
        return switch (fault.name()) {
            case "redis-promotion", "redis-split", "postgres-disk-full", "packet-loss" -> Sandbox.isHere();
            case "clock-off" -> isPossible(FAKETIME);
            default -> true;
        };
    }

    private static boolean isPossible(String program) {
        return Files.isExecutable(Path.of(program));
    }

    private static Fault fault(String name, Kind touches, Injection... injections) {
        return new Fault(name, touches, 1, PROMPT, RECOVERY, List.of(injections));
    }

    private static Fault redisStop(int seconds) {
        return fault("redis-stop-" + seconds + "s", Kind.PLACE, (site, history) -> {
            site.redis().freeze();
            Injections.seconds(seconds);
            site.redis().thaw();
        });
    }

    private static Injection clockOff(String shift) {
        return (site, history) -> Injections.restartShifted(site, FAKETIME, shift);
    }
}

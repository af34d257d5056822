package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** One kind of fault, injected while the site sells, and the check afterwards. */
final class Round {
    private static final Duration MAILS = Duration.ofSeconds(150);
    /** A recovery that took too long is still told as it was, up to here. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(1);

    /**
     * @param recoveries ms of each injection; -1 if it did not recover
     * @param means by what it was broken, where machines differ in that; else empty
     */
    record Result(
            String name,
            int operations,
            int faults,
            List<String> violations,
            int unknownUnresolved,
            List<Long> recoveries,
            String means,
            Duration took) {}

    private final Site site;
    private final Path folder;
    /** What was found before stays found, and is told once. */
    private final Set<String> known = new HashSet<>();

    Round(Site site, Path folder) {
        this.site = site;
        this.folder = folder;
    }

    Result run(Fault fault, Duration mails) throws Exception {
        long start = System.nanoTime();
        History history = new History();
        List<Long> recoveries = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        long healed = 0;
        site.mails().clear();
        Optional<Admissions> admissions = site.hasWaitingRoom() ? Optional.of(new Admissions(site)) : Optional.empty();
        try (Crowd crowd = Crowd.start(site, history)) {
            TimeUnit.SECONDS.sleep(2);
            for (int i = 0; i < fault.count(); i++) {
                fault.injections().get(i % fault.injections().size()).inject(site, history);
                healed = history.backSince();
                recoveries.add(recovery(history, fault, healed));
                TimeUnit.SECONDS.sleep(1);
            }
            crowd.lastCall();
            settle(mails);
        }
        violations.addAll(
                fault.name().equals(Faults.LATE.name()) ? saidOnceMore(history, fault) : check(history, fault));
        if (admissions.isPresent()) {
            violations.addAll(admissions.get().check(history));
        }
        for (int i = 0; i < recoveries.size(); i++) {
            long ms = recoveries.get(i);
            if (ms < 0 || ms > fault.recovery().toMillis()) {
                violations.add("no definite answer within %d s of %s, injection %d"
                        .formatted(fault.recovery().toSeconds(), fault.name(), i + 1));
            }
        }
        if (!site.hasWaitingRoom() && history.ends(Kind.BOOK, End.OK, healed) == 0) {
            violations.add("nobody's request was taken after the last " + fault.name());
        }
        violations.removeIf(one -> !known.add(one));
        history.write(folder.resolve("history-" + fault.name() + ".jsonl"));
        return new Result(
                fault.name(),
                history.operations().size(),
                fault.count(),
                violations,
                history.unknownUnresolved(),
                recoveries,
                history.means(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    Result run(Fault fault) throws Exception {
        return run(fault, MAILS);
    }

    /**
     * Old words once more, when nobody is there any more who tells Redis anything: what they change of seats now, no comparison puts right
     * before the check. (Nobody holds one any more, so that a stale release changes nothing now.)
     */
    private List<String> saidOnceMore(History history, Fault fault) throws Exception {
        List<String> violations = new ArrayList<>(new Checker(site).disagreement(fault.repair()));
        violations.replaceAll(before -> before + ", before the last old words");
        site.stop();
        if (!Late.say(site)) {
            violations.add("D no seat was taken, so that there were no old words");
        }
        violations.addAll(check(history, fault));
        site.start();
        return violations;
    }

    private List<String> check(History history, Fault fault) throws SQLException {
        return new Checker(site).check(history, fault.repair());
    }

    /** Each mail read may send another one. */
    private void settle(Duration mails) throws SQLException, InterruptedException {
        Checker checker = new Checker(site);
        checker.awaitMails(mails);
        TimeUnit.SECONDS.sleep(2);
        checker.awaitMails(mails);
    }

    private static long recovery(History history, Fault fault, long since) {
        try {
            return await().atMost(LONGEST_RECOVERY)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> history.recovery(fault.touches(), since), OptionalLong::isPresent)
                    .getAsLong();
        } catch (ConditionTimeoutException never) {
            return -1;
        }
    }
}

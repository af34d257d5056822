package fr.creneau.booking;

import fr.creneau.bus.Bus;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Verdict;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.ScheduleMessages.Current;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Judges a submission once more, by the desk's rules and on the appointment's day at the desk: the cookie is not believed. */
final class Eligibility {
    private final Bus bus;
    private final Clock clock;

    Eligibility(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    record Granted(int feeEuros, String rulesVersion) {}

    /** Empty if that day is not allowed; fails if the desk's rules are not known on this instance yet. */
    Future<Optional<Granted>> judge(DeskId desk, Answers answers, Instant start) {
        return bus.request(ScheduleMessages.CURRENT, new Current())
                .compose(snapshot -> snapshot.desk(desk)
                        .map(schedule -> Future.succeededFuture(judge(schedule.desk(), answers, start)))
                        .orElseGet(() ->
                                Future.failedFuture(new IllegalStateException("no rules known of desk " + desk))));
    }

    private Optional<Granted> judge(Desk desk, Answers answers, Instant start) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), desk.zone());
        LocalDate day = LocalDate.ofInstant(start, desk.zone());
        return desk.rules().judge(answers, today) instanceof Verdict.Eligible eligible && eligible.offers(day)
                ? Optional.of(
                        new Granted(eligible.feeOn(day), desk.rules().on(day).version()))
                : Optional.empty();
    }
}

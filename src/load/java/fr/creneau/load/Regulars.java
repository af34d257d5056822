package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;

/**
 * People who book at another desk of the run's own site, which has long been open: an opening finds instances that have served, not ones
 * that still compile their own code. Nothing is asserted of them.
 */
final class Regulars {
    private static final int PEOPLE_A_SECOND = 30;

    private Regulars() {}

    static PopulationBuilder at(Target site, Duration duration) {
        Target desk = site.at(OwnSite.OPEN_DESK);
        Applicants applicants = new Applicants(desk, desk.slots(), new Ledger());
        return scenario("regulars")
                .exec(group("another desk")
                        .on(
                                applicants.person(),
                                applicants.journey(),
                                applicants.poll().toChainBuilder(),
                                applicants.chooseSlot(),
                                applicants.holdOr("full"),
                                doIf(session -> session.contains("seat")).then(applicants.book()),
                                applicants.poll().toChainBuilder()))
                .injectOpen(constantUsersPerSec(PEOPLE_A_SECOND).during(duration));
    }
}

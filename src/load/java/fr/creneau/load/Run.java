package fr.creneau.load;

import io.gatling.javaapi.core.Assertion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What every simulation is made of: the site, its slots, those who come, what they were told, and who asks the books afterwards. */
record Run(Target target, List<Target.Slot> slots, Applicants applicants, Ledger ledger, Auditor auditor) {
    /** At a site that has sold for a while. */
    static final Duration LONG_OPEN = Duration.ofMinutes(-5);

    /**
     * @param opensAfter of a site of its own: from when on its seats are on sale
     * @param settings of a site of its own: {@code CRENEAU_…}
     * @param rules besides those of the books
     */
    static Run at(int seats, Duration opensAfter, Map<String, String> settings, Map<String, Books.Rule> rules) {
        Target target = Target.open(seats, opensAfter, settings);
        List<Target.Slot> slots = target.slots();
        Ledger ledger = new Ledger();
        Applicants applicants = new Applicants(target, slots, ledger);
        Map<String, Books.Rule> all = new HashMap<>(rules);
        target.database()
                .map(database -> new Books(target, database, ledger, applicants.mailPrefix()))
                .ifPresent(books -> all.putAll(books.rules()));
        return new Run(target, slots, applicants, ledger, Auditor.of(all));
    }

    List<Assertion> assertions(Assertion... others) {
        List<Assertion> all = new ArrayList<>(auditor.assertions());
        all.addAll(List.of(others));
        return all;
    }
}

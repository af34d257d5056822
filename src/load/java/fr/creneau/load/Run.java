package fr.creneau.load;

import fr.creneau.load.Books.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every simulation is made of: the site, its slots, those who come, and what they were told. */
record Run(Target target, List<Target.Slot> slots, Applicants applicants, Ledger ledger) {
    /**
     * @param sale at a site of its own
     * @param settings of a site of its own: {@code CRENEAU_…}
     */
    static Run at(Sale sale, Map<String, String> settings) {
        return at(Target.open(sale, settings), sale);
    }

    static Run at(Target target, Sale sale) {
        List<Target.Slot> slots = target.slots().stream()
                .filter(slot -> slot.waitingRoom() == sale.waitingRoom())
                .toList();
        if (slots.isEmpty()) {
            throw new IllegalStateException(
                    sale.waitingRoom() ? "no slot with a waiting room" : "no slot without a waiting room");
        }
        Ledger ledger = new Ledger();
        return new Run(target, slots, new Applicants(target, slots, ledger), ledger);
    }

    /** @param rules besides those of the books */
    Auditor auditor(Map<String, Rule> rules) {
        Map<String, Rule> all = new HashMap<>(rules);
        books().ifPresent(books -> all.putAll(books.rules()));
        return Auditor.of(all);
    }

    /** Empty where the database is not known. */
    Optional<Books> books() {
        return target.database().map(database -> new Books(target, database, ledger, applicants.mailPrefix()));
    }
}

package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.config.Rate;
import fr.creneau.limit.Pseudonyms;
import java.util.List;
import java.util.Optional;

/** What holds cost a session and a client's network, as {@code place.lua} takes it. */
final class HoldBudgets {
    private final Pseudonyms pseudonyms;
    private final List<String> limits;

    HoldBudgets(Config.Limits config, Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
        this.limits = List.of(
                String.valueOf(config.abandonedHold()),
                String.valueOf(config.holdsPerSession().burst()),
                interval(config.holdsPerSession()),
                String.valueOf(config.holdsPerPrefix().burst()),
                interval(config.holdsPerPrefix()));
    }

    /** The client's pseudonym, empty if it is not known. */
    String client(Optional<String> prefix) {
        return prefix.map(known -> pseudonyms.of("client", known)).orElse("");
    }

    List<String> limits() {
        return limits;
    }

    private static String interval(Rate rate) {
        return String.valueOf(rate.intervalMicros());
    }
}

package fr.creneau.domain.eligibility;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/** The desk's rules with the day each version takes effect: the law changes, and with it data, not code. */
public record RuleBook(List<EligibilityRules> versions, List<Commune> communes) {
    public RuleBook {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a rule book has at least one version");
        }
        versions = versions.stream()
                .sorted(Comparator.comparing(EligibilityRules::effectiveFrom))
                .toList();
        communes = List.copyOf(communes);
    }

    /** The version in force on that day; before the first one, the first. */
    public EligibilityRules on(LocalDate day) {
        EligibilityRules inForce = versions.get(0);
        for (EligibilityRules version : versions) {
            if (!version.effectiveFrom().isAfter(day)) {
                inForce = version;
            }
        }
        return inForce;
    }

    /**
     * Judges the answers of the first page by the rules in force that day.
     *
     * @param today the calendar day at the desk
     */
    public Verdict judge(Answers answers, LocalDate today) {
        return on(today).judge(answers, communes, today);
    }
}

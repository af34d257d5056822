package fr.creneau.domain.eligibility;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.eligibility.Verdict.Referred;
import fr.creneau.domain.eligibility.Verdict.Term;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The desk's rules with the day each version takes effect: the law changes, and with it data, not code (RULES.md §1). */
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

    /** The version that governs an appointment on that day; before the first one, the first. */
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
     * Judges the answers of the first page. Every day that may be offered is judged by the version in force on it; what depends
     * on the permit's state now is judged by today's.
     *
     * @param today the calendar day at the desk
     */
    public Verdict judge(Answers answers, LocalDate today) {
        return switch (answers.procedure()) {
            case FIRST_PERMIT -> new Referred(Referral.FIRST_PERMIT);
            case RECEIPT_RENEWAL -> new Referred(Referral.RECEIPT_DESK);
            case RENEWAL, MODIFICATION, DUPLICATE -> elsewhere(answers).orElseGet(() -> judgePermit(answers, today));
        };
    }

    private Optional<Verdict> elsewhere(Answers answers) {
        Optional<Commune> home = communes.stream()
                .filter(commune -> commune.code().equals(answers.commune()))
                .findFirst();
        if (home.isEmpty()) {
            return Optional.of(new Referred(Referral.OTHER_PREFECTURE));
        }
        return home.filter(commune -> !commune.served()).map(commune -> new Referred(Referral.OTHER_ARRONDISSEMENT));
    }

    private Verdict judgePermit(Answers answers, LocalDate today) {
        LocalDate expiry = answers.permitExpiry();
        EligibilityRules now = on(today);
        if (answers.procedure() == Procedure.RENEWAL) {
            return judgeRenewal(expiry, today);
        }
        if (now.isLapsed(expiry, today)) {
            return new Referred(Referral.LATE_RENEWAL);
        }
        boolean renewInstead = answers.procedure() == Procedure.DUPLICATE
                ? now.expiresTooSoonToDuplicate(expiry, today)
                : today.isAfter(expiry);
        return renewInstead
                ? new Referred(Referral.RENEWAL_INSTEAD)
                : new Eligible(DateWindow.ALWAYS, LocalDate.MAX, 0);
    }

    private Verdict judgeRenewal(LocalDate expiry, LocalDate today) {
        List<Term> terms = IntStream.range(0, versions.size())
                .mapToObj(i -> renewalTerm(i, expiry))
                .flatMap(Optional::stream)
                .filter(term -> !term.window().last().isBefore(today))
                .toList();
        return terms.isEmpty() ? new Referred(Referral.LATE_RENEWAL) : new Eligible(terms, expiry);
    }

    private Optional<Term> renewalTerm(int version, LocalDate expiry) {
        EligibilityRules rules = versions.get(version);
        return reign(version)
                .flatMap(reign -> reign.intersect(rules.renewalWindow(expiry)))
                .map(window -> new Term(window, rules.lateFeeEuros()));
    }

    /** The days a version governs; none for one that another replaced on its first day. */
    private Optional<DateWindow> reign(int version) {
        LocalDate first = version == 0 ? LocalDate.MIN : versions.get(version).effectiveFrom();
        LocalDate last = version == versions.size() - 1
                ? LocalDate.MAX
                : versions.get(version + 1).effectiveFrom().minusDays(1);
        return first.isAfter(last) ? Optional.empty() : Optional.of(new DateWindow(first, last));
    }
}

package fr.creneau.domain.eligibility;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.eligibility.Verdict.Referred;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;

/**
 * One version of the conditions for an appointment (RULES.md §1).
 *
 * @param version printed on the request, so that it is known which rules it was judged by
 * @param opensBefore how long before the permit's expiry its renewal may be asked for: two months by regulation
 * @param closesAfter how long after the expiry it still may: six months
 * @param lateFeeEuros visa de régularisation owed by an appointment after the expiry
 * @param duplicateValidity a permit that expires sooner than this is renewed, not duplicated
 */
public record EligibilityRules(
        String version,
        LocalDate effectiveFrom,
        Period opensBefore,
        Period closesAfter,
        int lateFeeEuros,
        Period duplicateValidity) {

    Verdict judge(Answers answers, List<Commune> communes, LocalDate today) {
        return switch (answers.procedure()) {
            case FIRST_PERMIT -> new Referred(Referral.FIRST_PERMIT);
            case RECEIPT_RENEWAL -> new Referred(Referral.RECEIPT_DESK);
            case RENEWAL, MODIFICATION, DUPLICATE -> judgeResidence(answers, communes, today);
        };
    }

    private Verdict judgeResidence(Answers answers, List<Commune> communes, LocalDate today) {
        return communes.stream()
                .filter(commune -> commune.code().equals(answers.commune()))
                .findFirst()
                .map(commune ->
                        commune.served() ? judgePermit(answers, today) : new Referred(Referral.OTHER_ARRONDISSEMENT))
                .orElseGet(() -> new Referred(Referral.OTHER_PREFECTURE));
    }

    private Verdict judgePermit(Answers answers, LocalDate today) {
        LocalDate expiry = answers.permitExpiry();
        return switch (answers.procedure()) {
            case RENEWAL -> judgeRenewal(expiry, today);
            case DUPLICATE ->
                today.isAfter(expiry.minus(duplicateValidity))
                        ? new Referred(Referral.RENEWAL_INSTEAD)
                        : new Eligible(DateWindow.ALWAYS, LocalDate.MAX, 0);
            case MODIFICATION ->
                today.isAfter(expiry)
                        ? new Referred(Referral.RENEWAL_INSTEAD)
                        : new Eligible(DateWindow.ALWAYS, LocalDate.MAX, 0);
            case FIRST_PERMIT, RECEIPT_RENEWAL -> throw new IllegalStateException("referred before");
        };
    }

    private Verdict judgeRenewal(LocalDate expiry, LocalDate today) {
        LocalDate last = expiry.plus(closesAfter);
        if (today.isAfter(last)) {
            return new Referred(Referral.LATE_RENEWAL);
        }
        return new Eligible(new DateWindow(expiry.minus(opensBefore), last), expiry, lateFeeEuros);
    }
}

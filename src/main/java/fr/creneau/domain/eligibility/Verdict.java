package fr.creneau.domain.eligibility;

import java.time.LocalDate;

/** What the first page answers, before any slot is shown (RULES.md §1). */
public sealed interface Verdict {
    /**
     * The desk is for this person.
     *
     * @param window the days that may be offered
     * @param feeAfter appointments after this day owe {@code feeEuros}; {@link LocalDate#MAX} if none does
     */
    record Eligible(DateWindow window, LocalDate feeAfter, int feeEuros) implements Verdict {
        /** Whether an appointment on that day owes the fee for late renewal. */
        public boolean feeDueOn(LocalDate day) {
            return day.isAfter(feeAfter);
        }
    }

    /** The desk is not for this person; where to go instead. */
    record Referred(Referral to) implements Verdict {}

    /** Where people are sent. */
    enum Referral {
        /** First permit: the prefecture's website. */
        FIRST_PERMIT,
        /** Renewal of a receipt: at the desk, without appointment. */
        RECEIPT_DESK,
        /** Expired for longer than the rules allow: admission au séjour. */
        LATE_RENEWAL,
        /** Lives where another arrondissement's office is competent. */
        OTHER_ARRONDISSEMENT,
        /** Lives outside the communes the prefecture knows. */
        OTHER_PREFECTURE,
        /** A duplicate or modification of a permit about to expire or expired: ask for a renewal. */
        RENEWAL_INSTEAD
    }
}

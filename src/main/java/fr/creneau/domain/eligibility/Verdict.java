package fr.creneau.domain.eligibility;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What the first page answers, before any slot is shown (RULES.md §1). */
public sealed interface Verdict {
    /**
     * The desk is for this person, on some days. A day is judged by the rules in force on that day, since that is when the file
     * is handed in; where the rules change while slots are on sale there are several terms.
     *
     * @param terms in order of their days, at least one, without overlap
     * @param feeAfter appointments after this day owe their term's fee; {@link LocalDate#MAX} if none does
     */
    record Eligible(List<Term> terms, LocalDate feeAfter) implements Verdict {
        public Eligible {
            if (terms.isEmpty()) {
                throw new IllegalArgumentException("there is no day on which to come");
            }
            terms = List.copyOf(terms);
        }

        /** One term only. */
        public Eligible(DateWindow window, LocalDate feeAfter, int feeEuros) {
            this(List.of(new Term(window, feeEuros)), feeAfter);
        }

        /** From the first to the last day that may be offered. Between two terms there may be days that may not. */
        public DateWindow window() {
            return terms.stream().map(Term::window).reduce(DateWindow::hull).orElseThrow();
        }

        /** Whether an appointment on that day may be offered, held and submitted. */
        public boolean offers(LocalDate day) {
            return term(day).isPresent();
        }

        /** Whether an appointment on that day owes the fee for late renewal. */
        public boolean feeDueOn(LocalDate day) {
            return feeOn(day) > 0;
        }

        /** Euros owed by an appointment on that day; 0 if none, or if the day is not offered. */
        public int feeOn(LocalDate day) {
            return day.isAfter(feeAfter) ? term(day).map(Term::feeEuros).orElse(0) : 0;
        }

        /** The fee to announce: that of the first days that owe one; 0 if none does. */
        public int feeEuros() {
            return terms.stream()
                    .filter(term -> term.window().last().isAfter(feeAfter))
                    .mapToInt(Term::feeEuros)
                    .findFirst()
                    .orElse(0);
        }

        /** The day on which appointments begin to be possible, if that is still to come; empty if they already are. */
        public Optional<LocalDate> opensLater(LocalDate today) {
            LocalDate first = window().first();
            return first.isAfter(today) ? Optional.of(first) : Optional.empty();
        }

        private Optional<Term> term(LocalDate day) {
            for (Term term : terms) {
                if (term.window().contains(day)) {
                    return Optional.of(term);
                }
            }
            return Optional.empty();
        }
    }

    /** The days that one version of the rules governs, and the fee it asks of late ones. */
    record Term(DateWindow window, int feeEuros) {}

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

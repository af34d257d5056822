package fr.creneau.domain.eligibility;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;

/**
 * One version of the conditions for an appointment (RULES.md §1). Months are the calendar's: 30 April less two months is the
 * last day of February.
 *
 * @param version printed on the request, so that it is known which rules it was judged by
 * @param effectiveFrom the first appointment day it governs
 * @param opensBefore how long before the permit's expiry its renewal may be asked for: two months by regulation
 * @param closesAfter how long after the expiry it still may: six months
 * @param lateFeeEuros visa de régularisation owed by an appointment after the expiry
 * @param duplicateValidity a permit that has this long to live, or less, is renewed and not duplicated
 */
public record EligibilityRules(
        String version,
        LocalDate effectiveFrom,
        Period opensBefore,
        Period closesAfter,
        int lateFeeEuros,
        Period duplicateValidity) {

    /** The days on which a permit with that expiry may be renewed, if these rules were for ever. */
    DateWindow renewalWindow(LocalDate expiry) {
        return new DateWindow(minus(expiry, opensBefore), plus(expiry, closesAfter));
    }

    /** Whether the permit expired so long ago that only an admission au séjour is left, whatever is asked for. */
    boolean isLapsed(LocalDate expiry, LocalDate today) {
        return today.isAfter(plus(expiry, closesAfter));
    }

    /** Whether a duplicate made now would be lost to the renewal that follows. The day the renewal opens counts. */
    boolean expiresTooSoonToDuplicate(LocalDate expiry, LocalDate today) {
        return !today.isBefore(minus(expiry, duplicateValidity));
    }

    /** Dates come from a form: those at the end of the calendar stay there instead of failing. */
    private static LocalDate plus(LocalDate day, Period period) {
        try {
            return day.plus(period);
        } catch (DateTimeException pastTheEnd) {
            return LocalDate.MAX;
        }
    }

    private static LocalDate minus(LocalDate day, Period period) {
        try {
            return day.minus(period);
        } catch (DateTimeException beforeTheBeginning) {
            return LocalDate.MIN;
        }
    }
}

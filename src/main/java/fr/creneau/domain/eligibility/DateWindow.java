package fr.creneau.domain.eligibility;

import java.time.LocalDate;

/** The days on which an applicant may come, both ends included. */
public record DateWindow(LocalDate first, LocalDate last) {
    /** No bound on either side. */
    public static final DateWindow ALWAYS = new DateWindow(LocalDate.MIN, LocalDate.MAX);

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    public boolean isBounded() {
        return !equals(ALWAYS);
    }
}

package fr.creneau.domain.eligibility;

import java.time.LocalDate;
import java.util.Optional;

/** The days on which an applicant may come, both ends included. */
public record DateWindow(LocalDate first, LocalDate last) {
    /** No bound on either side. */
    public static final DateWindow ALWAYS = new DateWindow(LocalDate.MIN, LocalDate.MAX);

    public DateWindow {
        if (first.isAfter(last)) {
            throw new IllegalArgumentException("a window has at least one day");
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    public boolean isBounded() {
        return !equals(ALWAYS);
    }

    /** The days that are in both; empty if there is none. */
    public Optional<DateWindow> intersect(DateWindow other) {
        LocalDate start = first.isAfter(other.first) ? first : other.first;
        LocalDate end = last.isBefore(other.last) ? last : other.last;
        return start.isAfter(end) ? Optional.empty() : Optional.of(new DateWindow(start, end));
    }

    /** The smallest window that holds both. */
    public DateWindow hull(DateWindow other) {
        return new DateWindow(
                first.isBefore(other.first) ? first : other.first, last.isAfter(other.last) ? last : other.last);
    }
}

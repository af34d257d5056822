package fr.creneau.domain.applicant;

import java.util.Optional;

/** The person the appointment is for. Immutable after submission: resale works by cancelling and rebooking under another name. */
public record Applicant(
        String lastName, String firstName, EmailAddress email, AgdrefNumber agdref, Optional<String> phone) {

    /** Personal data: never in a log by accident. */
    @Override
    public String toString() {
        return "Applicant[…]";
    }
}

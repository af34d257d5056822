package fr.creneau.domain.booking;

/** What the applicant and the agent call an appointment: {@code 7F3K-92QX}, no letter that reads as a digit. */
public record Reference(String value) {
    @Override
    public String toString() {
        return value;
    }
}

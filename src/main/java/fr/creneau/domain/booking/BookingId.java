package fr.creneau.domain.booking;

import java.util.UUID;

/** Names a request and the appointment it becomes, inside the system. */
public record BookingId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}

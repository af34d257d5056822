package fr.creneau.domain.slot;

/** One place of a slot, numbered from 0 to capacity − 1. One person sits on it. */
public record Seat(SlotId slot, int number) {
    public Seat {
        if (number < 0) {
            throw new IllegalArgumentException("seats are numbered from 0");
        }
    }
}

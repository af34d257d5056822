package fr.creneau.hold;

/** A browser's session: 128 random bits, known to that browser and to us. One session has one hold. */
public record SessionId(String value) {
    @Override
    public String toString() {
        return "SessionId[…]";
    }
}

package fr.creneau.domain.eligibility;

/** What a person comes for. Only some procedures are booked here; the others are referred elsewhere (RULES.md §1). */
public enum Procedure {
    RENEWAL("renouvellement", true),
    MODIFICATION("modification", true),
    DUPLICATE("duplicata", true),
    FIRST_PERMIT("premier-titre", false),
    RECEIPT_RENEWAL("recepisse", false);

    private final String code;
    private final boolean booked;

    Procedure(String code, boolean booked) {
        this.code = code;
        this.booked = booked;
    }

    /** The value used in forms, files and the API: a public contract. */
    public String code() {
        return code;
    }

    /** Whether an appointment for it can be booked here at all. */
    public boolean booked() {
        return booked;
    }
}

package fr.creneau.web;

/** Why a request gets an error page. Each has a title and a text: {@code error.<key>.title}, {@code error.<key>.text}. */
public enum Problem {
    /** Fields or an address that no page of ours sends. */
    MALFORMED(400, "malformed"),
    /** The form was sent from another site. */
    CROSS_SITE(403, "crossSite"),
    /** The page was opened too long ago, or by another session: nothing was done. */
    STALE_PAGE(403, "stalePage"),
    NOT_FOUND(404, "notFound"),
    /** No desk of that name or number. */
    UNKNOWN_DESK(404, "unknownDesk"),
    WRONG_METHOD(405, "wrongMethod"),
    /** A step of the wizard whose forerunners are missing. */
    OUT_OF_ORDER(409, "outOfOrder"),
    TOO_LARGE(413, "tooLarge"),
    ADDRESS_TOO_LONG(414, "addressTooLong"),
    WRONG_TYPE(415, "malformed"),
    UNKNOWN_HOST(421, "unknownHost"),
    TOO_MANY(429, "tooMany"),
    /** Cookies, mostly. */
    HEADERS_TOO_LARGE(431, "headersTooLarge"),
    FAULT(500, "fault"),
    /** A backend did not answer in time: what was typed is kept, trying again is safe. */
    UNAVAILABLE(503, "unavailable");

    private final int status;
    private final String key;

    Problem(int status, String key) {
        this.status = status;
        this.key = key;
    }

    public int status() {
        return status;
    }

    public String key() {
        return key;
    }

    /** The problem that a status set by the framework stands for. */
    static Problem of(int status) {
        for (Problem problem : values()) {
            if (problem.status == status && problem != STALE_PAGE && problem != UNKNOWN_DESK) {
                return problem;
            }
        }
        return status >= 400 && status < 500 ? MALFORMED : FAULT;
    }
}

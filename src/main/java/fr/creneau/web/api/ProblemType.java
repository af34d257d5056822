package fr.creneau.web.api;

import fr.creneau.web.Problem;
import java.util.Locale;

/** What can be wrong with a request: {@code api.<code>.title} and {@code api.<code>.detail} say it in words. */
enum ProblemType {
    /** Not JSON, or not an address. */
    MALFORMED(400),
    TOKEN_MISSING(401),
    /** Forged, damaged or too old: begin another journey. */
    TOKEN_INVALID(401),
    /** The journey was begun at another desk. */
    OTHER_DESK(403),
    /** The token stands for another ticket than the address. */
    OTHER_TICKET(403),
    NOT_FOUND(404),
    UNKNOWN_DESK(404),
    /** No such release at that desk, or without a waiting room. */
    UNKNOWN_ROOM(404),
    NO_HOLD(404),
    WRONG_METHOD(405),
    /** This desk is not for this person. */
    REFERRAL(409),
    FULL(409),
    NOT_OFFERED(409),
    /** Announced, not yet on sale. */
    NOT_OPEN(409),
    /** Nobody can enrol for this release yet. */
    NOT_ENROLLING(409),
    /** The release has a waiting room, and it is not this journey's or ticket's turn. */
    NO_TURN(409),
    /** Another journey of the same person took the turn up. */
    TURN_ELSEWHERE(409),
    OUTSIDE_WINDOW(409),
    /** The security check needs a hold. */
    HOLD_NEEDED(409),
    SEAT_LOST(409),
    NOT_PROVEN(409),
    /** The journey made a request already: that one stands. */
    ALREADY_SUBMITTED(409),
    TOO_LARGE(413),
    ADDRESS_TOO_LONG(414),
    WRONG_TYPE(415),
    UNKNOWN_HOST(421),
    INVALID_FIELDS(422),
    PROOF_REFUSED(422),
    /** The journey made a request with other details: that one stands. */
    OTHER_CONTENT(422),
    /** The idempotency key came with another request before. */
    KEY_REUSED(422),
    /** The seat was held in the turn of somebody else. */
    OTHER_PERSON(422),
    LIMITED(429),
    HEADERS_TOO_LARGE(431),
    FAULT(500),
    /** A backend did not answer in time: trying again is safe. */
    UNAVAILABLE(503),
    /** The desk's free seats are being counted anew: a few seconds. */
    REBUILDING(503);

    private final int status;

    ProblemType(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** As it stands in answers: a public contract. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String titleKey() {
        return "api." + code() + ".title";
    }

    String detailKey() {
        return "api." + code() + ".detail";
    }

    /** The same for what the site's own parts refuse. */
    static ProblemType of(Problem problem) {
        return switch (problem) {
            case MALFORMED, CROSS_SITE, STALE_PAGE, OUT_OF_ORDER -> MALFORMED;
            case NOT_FOUND -> NOT_FOUND;
            case UNKNOWN_DESK -> UNKNOWN_DESK;
            case WRONG_METHOD -> WRONG_METHOD;
            case TOO_LARGE -> TOO_LARGE;
            case ADDRESS_TOO_LONG -> ADDRESS_TOO_LONG;
            case WRONG_TYPE -> WRONG_TYPE;
            case UNKNOWN_HOST -> UNKNOWN_HOST;
            case TOO_MANY -> LIMITED;
            case HEADERS_TOO_LARGE -> HEADERS_TOO_LARGE;
            case FAULT -> FAULT;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}

package fr.creneau.faults;

/**
 * What one client asked for, and what it knows of the end.
 *
 * @param session of the client; holds of one session follow each other
 * @param email the mailbox of a booking or confirmation, else empty
 * @param invoked before the request was sent, ms since the epoch
 * @param completed after the answer, or after it was given up
 * @param answer status and, of a problem, its code
 * @param seat what was held, as slot:number, else empty
 * @param until ms since the epoch to which the hold was promised, else 0
 * @param ticket of the waiting room with which, or for which, it was asked, else 0
 * @param position of that ticket as the client was told, else 0
 */
record Operation(
        Kind kind,
        long session,
        String email,
        long invoked,
        long completed,
        End end,
        String answer,
        String seat,
        long until,
        int ticket,
        int position) {
    /** One of somebody who has no ticket. */
    Operation(
            Kind kind,
            long session,
            String email,
            long invoked,
            long completed,
            End end,
            String answer,
            String seat,
            long until) {
        this(kind, session, email, invoked, completed, end, answer, seat, until, 0, 0);
    }

    enum Kind {
        ENROL,
        ENTER,
        PLACE,
        RELEASE,
        PROVE,
        BOOK,
        CONFIRM,
        MAIL
    }

    enum End {
        OK,
        /** Refused for a reason of the rules: nothing was done. */
        FAIL,
        /** No answer, or a fault of ours: it may have been done, or not. */
        UNKNOWN
    }
}

package fr.creneau.booking;

/** Every SQL text of the booking feature. Time is the database's: {@code now()} is the start of the transaction. */
final class BookingSql {
    private BookingSql() {}

    // Submitting
    // ------------------------------------------------------------------------------------------------------------------

    /** $1 hold, $2 milliseconds. The request, or decoy, that a submission made before, and until when it can be confirmed at the latest. */
    static final String EARLIER = """
            select d.id, d.session_hash, least(d.opened_at + $2 * interval '1 millisecond', s.starts_at) as confirm_by,
                   d.submission
            from decoy d left join slot s on s.id = d.slot_id where d.hold_id = $1
            union all
            select b.id, b.session_hash, least(b.opened_at + $2 * interval '1 millisecond', s.starts_at) as confirm_by,
                   b.submission
            from booking b join slot s on s.id = b.slot_id where b.hold_id = $1
            """;

    /** $1 session, $2 as above, $3 submission. The request, or decoy, that a session made by it, or else its newest. */
    static final String OF_SESSION = """
            select * from (
            select d.id, d.session_hash, least(d.opened_at + $2 * interval '1 millisecond', s.starts_at) as confirm_by,
                   d.submission, d.opened_at
            from decoy d left join slot s on s.id = d.slot_id where d.session_hash = $1
            union all
            select b.id, b.session_hash, least(b.opened_at + $2 * interval '1 millisecond', s.starts_at) as confirm_by,
                   b.submission, b.opened_at
            from booking b join slot s on s.id = b.slot_id where b.session_hash = $1
            ) made order by submission is not distinct from $3 desc, opened_at desc limit 1
            """;

    /** $1 desks. They stay while requests for them are written, whose foreign keys would wait for an import that moves them. */
    static final String KEEP_DESKS = "select 1 from desk where id = any($1) order by id for key share";

    /** $1 slot, $2 seat. Nobody who waits for the seat of a request has written anything by then. */
    static final String LOCK_FREE_SEAT =
            "select 1 from seat where slot_id = $1 and seat_no = $2 and booking_id is null for update";

    /** No row comes back when the hold was used before, the person has an active request, or the reference is another's. */
    static final String INSERT_BOOKING = """
            insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name, first_name,
                                 email, phone, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros,
                                 language, submission, opened_at, confirm_by)
            select $1, $2, $3, $4, $5, 'PENDING', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, now(),
                   least(now() + $21 * interval '1 millisecond', (select starts_at from slot where id = $4))
            where not exists (select from decoy where hold_id = $7)
            on conflict do nothing
            returning confirm_by
            """;

    /** The arbiter: $1 booking, $2 slot, $3 seat. One row comes back to the one who gets the seat. */
    static final String TAKE_SEAT = """
            update seat set booking_id = $1, version = version + 1, mirrored = false
            where slot_id = $2 and seat_no = $3 and booking_id is null and not withdrawn
              and available_from <= now() and opens_at <= now()
            returning version, greatest(opens_at, 'epoch') as opens_at
            """;

    static final String INSERT_TOKEN = "insert into access_token (hash, booking_id, purpose) values ($1, $2, $3)";

    // Somebody who already has a request
    // ------------------------------------------------------------------------------------------

    /** $1 desk, $2 person. Locked, so that two refusals at once send one mail. */
    static final String ACTIVE_OF_PERSON = """
            select b.id, b.session_hash, b.confirm_by, b.submission from booking b
            where b.desk_id = $1 and b.person = $2 and b.active
            for update
            """;

    /** $1 booking. */
    static final String TOLD_LATELY = """
            select 1 from outbox
            where booking_id = $1 and kind = 'ALREADY_BOOKED' and created_at > now() - interval '1 hour' limit 1
            """;

    /**
     * $1 session, $2 person, $3 desk, $4 milliseconds from the last mail and $5 from the submission. The decoy that the session was shown
     * for that person and may still mend.
     */
    static final String OWN_DECOY = """
            select d.id, d.session_hash, least(d.opened_at + $5 * interval '1 millisecond', s.starts_at) as confirm_by,
                   d.submission
            from decoy d join slot s on s.id = d.slot_id
            where d.session_hash = $1 and d.person = $2 and s.desk_id = $3
              and now() <= least(d.asked_at + $4 * interval '1 millisecond', d.opened_at + $5 * interval '1 millisecond', s.starts_at)
            order by d.opened_at desc limit 1
            """;

    /** $1 to $8 its columns, $9 milliseconds at most. */
    static final String INSERT_DECOY = """
            insert into decoy (id, session_hash, hold_id, email, opened_at, asked_at, person, slot_id, seat_no, submission)
            values ($1, $2, $3, $4, now(), now(), $5, $6, $7, $8)
            on conflict (hold_id) do nothing
            returning least(opened_at + $9 * interval '1 millisecond', (select starts_at from slot where id = $6)) as confirm_by
            """;

    /** $1 slot, $2 seat, $3 milliseconds, $4 milliseconds of which a random part is added. One row for whoever could have taken it. */
    static final String REST_SEAT = """
            update seat set available_from = now() + ($3 + random() * $4) * interval '1 millisecond',
                            version = version + 1, mirrored = false
            where slot_id = $1 and seat_no = $2 and booking_id is null and not withdrawn
              and available_from <= now() and opens_at <= now()
            returning version
            """;

    // The session that submitted
    // --------------------------------------------------------------------------------------------------

    /**
     * $1 booking, $2 session. A request, or a decoy: nothing is read of the one that the other does not have, nor anything of what the
     * relay said. Asked: when the last first mail was asked for.
     */
    static final String SUBMITTED = """
            select b.state, b.email, b.opened_at, b.resends, b.corrected, s.starts_at, now() as now,
                   coalesce((select max(o.created_at) from outbox o where o.booking_id = b.id and o.kind = 'TO_CONFIRM'),
                            b.opened_at) as asked_at
            from booking b join slot s on s.id = b.slot_id
            where b.id = $1 and b.session_hash = $2
            union all
            select 'PENDING', d.email, d.opened_at, d.resends, d.corrected, s.starts_at, now(), d.asked_at
            from decoy d left join slot s on s.id = d.slot_id
            where d.id = $1 and d.session_hash = $2
            """;

    /**
     * $1 booking, $2 session, $3 limit, $4 milliseconds from now and $5 from the submission. Who asks for another mail is given the time
     * to read it, even if the relay takes it a little later.
     */
    static final String COUNT_RESEND = """
            update booking set resends = resends + 1,
                               confirm_by = greatest(confirm_by, least(now() + $4 * interval '1 millisecond',
                                                                       opened_at + $5 * interval '1 millisecond',
                                                                       (select s.starts_at from slot s where s.id = slot_id)))
            where id = $1 and session_hash = $2 and state = 'PENDING' and now() <= confirm_by and resends < $3
            returning opened_at
            """;

    /** The seat rests on for as long as a request's would; it is nobody's until then. $1, $2, $3 as in CORRECT_DECOY. */
    private static final String REST_ON = """
                returning id, slot_id, seat_no, opened_at),
            rested as (
                update seat s set available_from = greatest(s.available_from,
                                      least(now() + $1 * interval '1 millisecond', asked.opened_at + $2 * interval '1 millisecond')
                                          + random() * $3 * interval '1 millisecond'),
                                  version = s.version + 1, mirrored = false
                from asked where s.slot_id = asked.slot_id and s.seat_no = asked.seat_no
                                 and s.booking_id is null and s.available_from > now())
            select id from asked
            """;

    /** $1 milliseconds from now, $2 from the submission, $3 that are added at random, $4 decoy, $5 session, $6 limit. */
    static final String COUNT_RESEND_DECOY = """
            with asked as (
                update decoy set resends = resends + 1, asked_at = now()
                where id = $4 and session_hash = $5 and resends < $6
            """ + REST_ON;

    /** $1 booking, $2 session, $3 address, $4 milliseconds at most. The new mail's fifteen minutes start when it is accepted. */
    static final String CORRECT = """
            update booking set email = $3, corrected = true, mail_accepted_at = null,
                               confirm_by = least(opened_at + $4 * interval '1 millisecond',
                                                  (select s.starts_at from slot s where s.id = slot_id))
            where id = $1 and session_hash = $2 and state = 'PENDING' and now() <= confirm_by and not corrected
            returning opened_at
            """;

    /** $1 milliseconds from now, $2 from the submission, $3 that are added at random, $4 decoy, $5 session, $6 address. */
    static final String CORRECT_DECOY = """
            with asked as (
                update decoy set email = $6, corrected = true, asked_at = now()
                where id = $4 and session_hash = $5 and not corrected
            """ + REST_ON;

    static final String DROP_TOKENS = "delete from access_token where booking_id = $1";

    /**
     * What has not left for the mistyped address never will, unless it is on the wire. What has left is forgotten, so that it is not
     * taken for the new mail.
     */
    static final String DROP_FIRST_MAILS =
            "delete from outbox where booking_id = $1 and kind = 'TO_CONFIRM' and state <> 'DEAD'";

    /** $1 booking. Of what was given back nothing but that is news; what was given up must not be sent again by an operator. */
    static final String DROP_UNSENT_MAILS = """
            delete from outbox
            where booking_id = $1 and kind in ('TO_CONFIRM', 'CONVOCATION', 'REMINDER') and state <> 'SENT'
            """;

    /**
     * $1 bookings. Locked in their order, so that two instances do not wait for each other in a circle. Looked up by their ids before
     * anything else is asked of them: the index of those that are pending would be read for it, a crowd's all.
     */
    static final String LOCK_PENDING = """
            with named as materialized (select * from booking where id = any($1) order by id for update)
            select id, opened_at, mail_accepted_at, confirm_by, now() as now from named
            where state = 'PENDING' and now() <= confirm_by
            """;

    /** $1 bookings, $2 acceptances, $3 deadlines, pairwise. No later than the appointment begins. */
    static final String MOVE_DEADLINES = """
            update booking b set mail_accepted_at = moved.accepted_at, confirm_by = least(moved.confirm_by, s.starts_at)
            from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as moved (id, accepted_at, confirm_by), slot s
            where b.id = moved.id and s.id = b.slot_id
            """;

    // From a mail
    // -----------------------------------------------------------------------------------------------------------------

    private static final String APPOINTMENT = """
            select b.id, b.reference, b.desk_id, s.starts_at, s.minutes, b.last_name, b.first_name, b.email, b.phone, b.agdref,
                   b.procedure, b.permit_expiry, b.commune, b.fee_euros, b.language, b.revision, b.confirm_by, now() as now,
                   case when b.state = 'PENDING' and b.confirm_by < now() then 'EXPIRED' else b.state end as state
            from booking b join slot s on s.id = b.slot_id
            """;

    /** $1 booking. */
    static final String READ = APPOINTMENT + "where b.id = $1";

    /** $1 token hash, $2 purposes. */
    static final String READ_BY_TOKEN = APPOINTMENT + """
            join access_token t on t.booking_id = b.id
            where t.hash = $1 and t.purpose = any($2) and not b.anonymised
            """;

    /** $1 token hash. Confirmed by exactly one, and never once it may have expired or the appointment has begun. */
    static final String CONFIRM = """
            update booking b set state = 'BOOKED', confirmed_at = now() from access_token t, slot s
            where t.hash = $1 and t.purpose = 'CONFIRM' and t.booking_id = b.id and s.id = b.slot_id
              and b.state = 'PENDING' and now() <= b.confirm_by and now() < s.starts_at
            returning b.id
            """;

    /** $1 token hash, $2 reason. */
    static final String CANCEL = """
            update booking b set state = 'CANCELLED', active = false, ended_at = now(), end_reason = $2,
                                 revision = b.revision + 1
            from access_token t, slot s
            where t.hash = $1 and t.booking_id = b.id and s.id = b.slot_id
              and b.state in ('PENDING', 'BOOKED') and s.starts_at > now()
            returning b.id
            """;

    /** $1 booking, $2 milliseconds it cools. */
    static final String FREE_SEAT = """
            update seat set booking_id = null, available_from = now() + $2 * interval '1 millisecond',
                            version = version + 1, mirrored = false
            where booking_id = $1
            returning slot_id, seat_no
            """;
}

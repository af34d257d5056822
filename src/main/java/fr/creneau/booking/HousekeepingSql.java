package fr.creneau.booking;

/**
 * What time does to requests. Each text is one bounded batch that any number of instances may run at once: rows somebody else works on
 * are skipped.
 */
final class HousekeepingSql {
    private HousekeepingSql() {}

    private static final String EXPIRE_HEAD = """
            with due as (
                select id from booking where state = 'PENDING' and confirm_by < now()
            """;

    private static final String EXPIRE_TAIL = """
                order by confirm_by limit $1 for update skip locked),
            ended as (
                update booking b set state = 'EXPIRED', active = false, ended_at = now(), revision = b.revision + 1
                from due where b.id = due.id and b.state = 'PENDING' and b.confirm_by < now()
                returning b.id)
            update seat s set booking_id = null, available_from = now() + random() * $2 * interval '1 millisecond',
                              version = s.version + 1, mirrored = false
            from ended, slot where s.booking_id = ended.id and slot.id = s.slot_id
            returning slot.desk_id, s.slot_id, s.seat_no
            """;

    /** $1 batch, $2 milliseconds a seat cools at most. */
    static final String EXPIRE = EXPIRE_HEAD + EXPIRE_TAIL;

    /** The same for one person: $3 desk, $4 person. Who is pending is active: said for the index of a person's one request. */
    static final String EXPIRE_OF_PERSON = EXPIRE_HEAD + " and active and desk_id = $3 and person = $4 " + EXPIRE_TAIL;

    /**
     * $1 desk, $2 person, $3 session, $4 milliseconds. Who asks again once the time shown has passed gives up the mail that may still come:
     * the browser is told nothing of that mail, and a decoy has none.
     */
    static final String LAPSE_OF_PERSON = """
            update booking b set confirm_by = now() - interval '1 millisecond'
            where b.desk_id = $1 and b.person = $2 and b.session_hash = $3 and b.state = 'PENDING'
              and now() > $4 * interval '1 millisecond'
                  + coalesce((select max(o.created_at) from outbox o where o.booking_id = b.id and o.kind = 'TO_CONFIRM'),
                             b.opened_at)
            """;

    /** $1 batch. Over since its end: the person may ask for another appointment. */
    static final String RETIRE = """
            with over as (
                select b.id from booking b join slot s on s.id = b.slot_id
                where b.active and b.state = 'BOOKED' and s.starts_at + s.minutes * interval '1 minute' < now()
                limit $1 for update of b skip locked)
            update booking b set active = false from over where b.id = over.id
            """;

    /** $1 desk, $2 person. An appointment that is over no longer stands in the way. */
    static final String RETIRE_OF_PERSON = """
            update booking b set active = false from slot s
            where s.id = b.slot_id and b.desk_id = $1 and b.person = $2 and b.active and b.state = 'BOOKED'
              and s.starts_at + s.minutes * interval '1 minute' < now()
            """;

    /** $1 batch, $2 milliseconds before. Whoever confirmed later than that needs no reminder. */
    static final String DUE_REMINDERS = """
            select b.id from booking b join slot s on s.id = b.slot_id
            where b.state = 'BOOKED' and b.active and not b.reminded
              and s.starts_at > now() and s.starts_at <= now() + $2 * interval '1 millisecond'
              and b.confirmed_at < s.starts_at - $2 * interval '1 millisecond'
            order by s.starts_at limit $1 for update of b skip locked
            """;

    /** $1 batch. Requests whose first mail left, though nobody started their fifteen minutes. */
    static final String LOST_ACCEPTANCES = """
            select b.id, max(o.sent_at) as sent_at from booking b join outbox o on o.booking_id = b.id
            where b.state = 'PENDING' and now() <= b.confirm_by and o.kind = 'TO_CONFIRM' and o.state = 'SENT'
              and o.sent_at < now() and (b.mail_accepted_at is null or o.sent_at > b.mail_accepted_at)
            group by b.id order by b.id limit $1
            """;

    static final String REMINDED = "update booking set reminded = true where id = $1";

    /** $1 batch, $2 milliseconds kept. Tokens and mails go with the request. */
    static final String PURGE = """
            with old as (
                select id from booking
                where confirmed_at is null and state in ('EXPIRED', 'CANCELLED')
                  and opened_at < now() - $2 * interval '1 millisecond'
                limit $1 for update skip locked)
            delete from booking b using old where b.id = old.id
            """;

    static final String PURGE_DECOYS = """
            with old as (
                select id from decoy where opened_at < now() - $2 * interval '1 millisecond'
                limit $1 for update skip locked)
            delete from decoy d using old where d.id = old.id
            """;

    /** $1 batch, $2 milliseconds kept after the day. What is left is for statistics, and about nobody. */
    static final String ANONYMISE = """
            with old as (
                select b.id from booking b join slot s on s.id = b.slot_id
                where not b.anonymised and s.starts_at < now() - $2 * interval '1 millisecond'
                  and b.state <> 'PENDING'
                limit $1 for update of b skip locked),
            closed as (delete from access_token t using old where t.booking_id = old.id),
            unsaid as (delete from outbox o using old where o.booking_id = old.id)
            update booking b set last_name = '', first_name = '', email = '', phone = null, agdref = '', person = '', submission = null,
                                 session_hash = '', hold_id = b.id::text, permit_expiry = '1970-01-01', commune = '',
                                 active = false, anonymised = true
            from old where b.id = old.id
            """;
}

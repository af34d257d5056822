package fr.creneau.outbox;

/** Every SQL text of the queue. Time is the database's. */
final class OutboxSql {
    private OutboxSql() {}

    static final String CLAIM = """
            with due as (
                select id from outbox
                where state = 'WAITING' and due_at <= now()
                order by (kind in ('SECURITY_CODE', 'TO_CONFIRM')) desc, due_at
                limit $1
                for update skip locked),
            claimed as (
                update outbox set state = 'CLAIMED', claimed_at = now(), attempts = attempts + 1
                from due where outbox.id = due.id
                returning outbox.id, desk_id, booking_id, kind, recipient, language, content, attempts, created_at, due_at)
            select id, desk_id, booking_id, recipient, language, content, attempts, created_at from claimed
            order by (kind in ('SECURITY_CODE', 'TO_CONFIRM')) desc, due_at
            """;

    /** $1 mails, $2 when each was accepted, pairwise. Locked in their order, so that two instances do not wait for each other in a circle. */
    static final String SENT = """
            with news as (
                select outbox.id, accepted.at
                from outbox join unnest($1::uuid[], $2::timestamptz[]) as accepted (id, at) on outbox.id = accepted.id
                where state <> 'SENT'
                order by outbox.id
                for update of outbox)
            update outbox set state = 'SENT', sent_at = news.at, recipient = null, content = null, claimed_at = null,
                last_error = null
            from news where outbox.id = news.id
            returning outbox.id
            """;

    /** $1 mails, $2 attempts, pairwise. */
    static final String HELD = """
            select outbox.id, outbox.attempts from outbox join unnest($1::uuid[], $2::int[]) as claim (id, attempt)
                on outbox.id = claim.id and outbox.attempts = claim.attempt
            where state = 'CLAIMED'
            """;

    static final String RETRY = """
            update outbox set state = 'WAITING', claimed_at = null, last_error = $3, attempts = attempts - $5,
                due_at = case when $4 > 0 then now() + $4 * interval '1 millisecond' else due_at end
            where id = $1 and attempts = $2 and state = 'CLAIMED'
            """;

    static final String BURY = """
            update outbox set state = 'DEAD', last_error = $3,
                recipient = case when $4 then recipient end, content = case when $4 then content end
            where id = $1 and attempts = $2 and state = 'CLAIMED'
            """;

    /** When it was claimed last is when it died. */
    static final String ERASE_DEAD = """
            update outbox set recipient = null, content = null
            where state = 'DEAD' and content is not null and claimed_at < now() - interval '30 days'
            """;

    /** One of them may have ended its instance: those that were claimed with it do not all come back together with it, each time. */
    static final String RETURN_STALE = """
            update outbox set state = 'WAITING', claimed_at = null, last_error = 'stale',
                due_at = now() + random() * attempts * interval '2 seconds'
            where state = 'CLAIMED' and claimed_at < now() - $1 * interval '1 millisecond'
            """;

    static final String FORGET = """
            delete from outbox
            where state in ('SENT', 'DEAD') and booking_id is null and created_at < now() - interval '30 days'
            """;

    static final String STANDING = """
            select count(*) filter (where state in ('WAITING', 'CLAIMED')) as waiting,
                count(*) filter (where state = 'DEAD') as dead,
                coalesce(extract(epoch from now() - min(created_at) filter (where state in ('WAITING', 'CLAIMED'))), 0)::bigint as oldest
            from outbox where state <> 'SENT'
            """;

    static final String DEAD_LETTERS = """
            select kind, last_error, count(*) as number, max(created_at) as newest
            from outbox where state = 'DEAD' group by kind, last_error order by number desc limit 100
            """;
}

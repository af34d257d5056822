package fr.creneau.waitingroom;

/** Who is let in, and what became of their turns. */
final class TurnSql {
    private TurnSql() {}

    /**
     * A seat whose request is not confirmed yet is not taken: many such requests lapse, and the seat is the next person's. Counted slot by slot:
     * this is asked every second, and must not read the seats of everybody else.
     *
     * <p>$1 releases, $2 for how many milliseconds a turn still counts after its end. One statement: all of it is of one instant. A turn
     * counts until its seat is surely seen as held, or its pass surely refused.
     */
    static final String STATE = """
            select w.release_id, w.key, w.issued, w.drawn, w.called, now() as now, r.opens_at <= now() as opened,
                (select coalesce(sum((
                        select count(*) from seat s
                        where s.slot_id = slot.id and not s.withdrawn
                            and not exists (select from booking b where b.id = s.booking_id and b.state <> 'PENDING'))), 0) from slot
                    where slot.release_id = w.release_id and slot.starts_at > now() and not slot.withdrawn) as untaken,
                (select coalesce(sum(a.last_position - a.first_position + 1), 0) from admission a
                    where a.release_id = w.release_id and a.expires_at > now() - $2::bigint * interval '1 millisecond')
                - (select count(*) from turn t
                    where t.release_id = w.release_id and t.expires_at > now() - $2::bigint * interval '1 millisecond'
                        and t.ended_at is not null) as turns,
                (select max(a.called_at) from admission a where a.release_id = w.release_id) as last_called_at
            from waiting_room w join release r on r.id = w.release_id
            where w.release_id = any($1::text[])
            """;

    /** $1 releases, $2 how many milliseconds back. Those whose turn lasts, and those of the last minutes. */
    static final String CALLS = """
            select release_id, first_position, last_position, called_at, expires_at from admission
            where release_id = any($1::text[])
                and (expires_at > now() or called_at > now() - $2::bigint * interval '1 millisecond')
            order by first_position
            """;

    /** $1 release, $2 how many were called when it was decided, $3 how many more, $4 how many milliseconds a turn lasts. */
    static final String CALL = """
            with moved as (
                update waiting_room set called = called + $3
                where release_id = $1 and called = $2 and drawn is not null
                returning release_id, called)
            insert into admission (release_id, first_position, last_position, called_at, expires_at)
            select release_id, called - $3 + 1, called, now(), now() + $4::bigint * interval '1 millisecond' from moved
            """;

    /** $1 release. What a ticket's position is made of. */
    static final String DRAW_OF = "select key, drawn from waiting_room where release_id = $1 and drawn is not null";

    /** $1 release, $2 position, $3 session's hash, $4 ticket. The first session takes the turn up, and finds it again. */
    static final String ENTER = """
            insert into turn (release_id, position, ticket, session_hash, expires_at)
            select a.release_id, $2, $4, $3, a.expires_at from admission a
            where a.release_id = $1 and $2 between a.first_position and a.last_position and now() < a.expires_at
            on conflict (release_id, position) do update set session_hash = turn.session_hash
                where turn.session_hash = excluded.session_hash and turn.ended_at is null
            returning expires_at
            """;

    /** $1 release, $2 position, $3 session's hash. */
    static final String TAKEN_ELSEWHERE = """
            select 1 from turn where release_id = $1 and position = $2 and session_hash <> $3 and expires_at > now()
            """;

    /**
     * $1 slot, $2 session's hash, $3 person. Whether a session that took up a turn of the slot's release did so with this person's ticket;
     * true for a session without a turn, which got its seat before there was a waiting room.
     */
    static final String OWN_TURN = """
            select count(*) = 0 or bool_or(k.person = $3) as own
            from slot s
                join turn t on t.release_id = s.release_id
                join ticket k on k.release_id = t.release_id and k.number = t.ticket
            where s.id = $1 and t.session_hash = $2
            """;

    /** $1 release, $2 position, $3 session's hash. */
    static final String END = """
            update turn set ended_at = now()
            where release_id = $1 and position = $2 and session_hash = $3 and ended_at is null
            """;
}

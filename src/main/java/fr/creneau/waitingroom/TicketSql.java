package fr.creneau.waitingroom;

/** Tickets and the draw. */
final class TicketSql {
    private TicketSql() {}

    /** $1 release, $2 key. */
    static final String OPEN = """
            insert into waiting_room (release_id, key) select id, $2 from release where id = $1 and waiting_room
            on conflict do nothing
            """;

    /** $1 release. Waits for whoever hands out tickets or draws; a row if tickets may be handed out. */
    static final String LOCK_TO_ENROL = """
            select w.issued from waiting_room w join release r on r.id = w.release_id
            where w.release_id = $1 and r.waiting_room and not r.withdrawn and r.enrols_from <= now()
            for update of w
            """;

    /**
     * $1 release, $2 persons, $3 proofs, pairwise, each once. Under the lock: what others handed out before is seen, and the time it is
     * stamped with never goes behind theirs. The numbers of those who have a ticket now; who is missing used somebody's proof.
     */
    static final String ENROL = """
            with fresh as (
                select a.person, a.proof, row_number() over (order by a.place) as place
                from unnest($2::bytea[], $3::bytea[]) with ordinality as a (person, proof, place)
                where not exists (select from ticket t where t.release_id = $1 and t.person = a.person)
                    and not exists (select from ticket t where t.release_id = $1 and t.proof = a.proof)),
            added as (
                insert into ticket (release_id, number, person, proof, enrolled_at)
                select $1, w.issued + fresh.place, fresh.person, fresh.proof, statement_timestamp()
                from fresh join waiting_room w on w.release_id = $1
                returning number, person),
            counted as (
                update waiting_room set issued = issued + (select count(*) from added) where release_id = $1)
            select number, person from added
            union all
            select number, person from ticket where release_id = $1 and person = any($2::bytea[])
            """;

    private static final String OVER = """
            (select w.release_id from waiting_room w join release r on r.id = w.release_id
             where r.opens_at < now() - interval '1 day' and not exists (
                select from slot s where s.release_id = w.release_id and s.starts_at > now() - interval '1 day'))
            """;

    /** Turns, then tickets, of releases that have opened and whose last day is over: nobody needs them any more. What was drawn stays. */
    static final String FORGET_TURNS = "delete from turn where release_id in " + OVER;

    static final String FORGET_TICKETS = "delete from ticket where release_id in " + OVER;

    /** $1 release. Waits for whoever hands out tickets, so that the draw misses none. */
    static final String LOCK_TO_DRAW = "select drawn from waiting_room where release_id = $1 for update";

    /** $1 release. Those who enrolled before the opening take part, by PostgreSQL's clock; once. */
    static final String DRAW = """
            update waiting_room w set drawn_at = now(), drawn = coalesce(
                (select min(t.number) - 1 from ticket t where t.release_id = w.release_id and t.enrolled_at >= r.opens_at),
                w.issued)
            from release r
            where w.release_id = $1 and r.id = w.release_id and r.waiting_room and r.opens_at <= now() and w.drawn is null
            """;
}

package fr.creneau.booking;

/** What PostgreSQL knows of seats, in the words that Redis is told. */
final class SeatSql {
    private SeatSql() {}

    private static final String WORD = """
            select s.slot_id, s.seat_no, s.version, slot.starts_at, greatest(s.opens_at, 'epoch') as opens_at,
                   s.booking_id is not null as taken,
                   s.withdrawn or slot.withdrawn as withdrawn, greatest(s.available_from, 'epoch') as available_from
            from seat s join slot on slot.id = s.slot_id
            """;

    /** $1 slots, $2 seat numbers, pairwise. */
    static final String WORDS = WORD + """
            join unnest($1::text[], $2::int[]) as w (slot_id, seat_no) on w.slot_id = s.slot_id and w.seat_no = s.seat_no
            """;

    /**
     * Desks with seats of which Redis may not have heard. From slot to slot in the index of these seats: asked every second, and most often
     * of nobody. Asked for all at once, a planner that has seen them just imported, and none told yet, reads all seats each time.
     */
    static final String DESKS_TO_TELL = """
            with recursive untold as (
                (select slot_id from seat where not mirrored order by slot_id limit 1)
                union all
                select (select s.slot_id from seat s
                        where not s.mirrored and s.slot_id > untold.slot_id order by s.slot_id limit 1)
                from untold where untold.slot_id is not null)
            select distinct slot.desk_id from untold join slot on slot.id = untold.slot_id
            """;

    /** $1 desk, $2 batch. In the order of the same index. */
    static final String WORDS_TO_TELL = WORD + "where not s.mirrored and slot.desk_id = $1 order by s.slot_id limit $2";

    /**
     * $1 slots, $2 seat numbers, $3 versions, pairwise. What changed meanwhile stays to be told. Locked in the order in which an import
     * locks them, so that the two, or two instances that tell, never wait for each other in a circle. Says nothing of marks that stand
     * already: it would be read from the index of the unmarked, which is full of rows that were.
     */
    static final String TOLD = """
            with told as (
                select s.slot_id, s.seat_no
                from seat s join unnest($1::text[], $2::int[], $3::bigint[]) as w (slot_id, seat_no, version)
                    on s.slot_id = w.slot_id and s.seat_no = w.seat_no and s.version = w.version
                order by s.slot_id, s.seat_no
                for no key update of s)
            update seat s set mirrored = true from told where s.slot_id = told.slot_id and s.seat_no = told.seat_no
            """;

    static final String DESKS = "select id as desk_id from desk order by id";

    static final String DESK_EXISTS = "select 1 from desk where id = $1";

    /** $1 desk, $2 slot and $3 seat after which the page begins, $4 its size. */
    static final String PAGE = WORD + """
            where slot.desk_id = $1 and slot.starts_at > now() and (s.slot_id, s.seat_no) > ($2, $3)
            order by s.slot_id, s.seat_no limit $4
            """;
}

package fr.creneau.booking;

/** What is asked of PostgreSQL for many submissions at once. */
final class BatchSql {
    private BatchSql() {}

    /** $1 slots. Those on sale. */
    static final String SLOTS_ON_SALE = """
            select id, desk_id, starts_at, minutes, exists (
                select from release r where r.id = slot.release_id and r.waiting_room and not r.withdrawn) as waiting_room
            from slot
            where id = any($1) and not withdrawn and starts_at > now()
            """;

    /**
     * $1 to $20 columns of the requests, $21 hashes of their links, pairwise, each seat once; $22 milliseconds at most. One row for each
     * request that got its seat, and its link with it. Of the others nothing was written, be it for the seat or for what
     * {@code INSERT_BOOKING} says.
     *
     * <p>Nobody is waited for: a seat that somebody else has locked is passed over. Requests are written in the order of their persons, so
     * that two batches that name the same ones do not wait for each other in a circle.
     */
    static final String WRITE_REQUESTS = """
            with wanted as (
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bytea[], $7::text[],
                                     $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[],
                                     $14::text[], $15::date[], $16::text[], $17::text[], $18::int[], $19::text[],
                                     $20::bytea[], $21::bytea[])
                    with ordinality as w (id, reference, desk_id, slot_id, seat_no, session_hash, hold_id, last_name, first_name, email,
                          phone, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros, language,
                          submission, link, place)),
            free as materialized (
                select s.slot_id, s.seat_no
                from wanted w join seat s on s.slot_id = w.slot_id and s.seat_no = w.seat_no
                where s.booking_id is null and not s.withdrawn and s.available_from <= now() and s.opens_at <= now()
                for update of s skip locked),
            written as (
                insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name,
                                     first_name, email, phone, agdref, person, procedure, permit_expiry, commune,
                                     rules_version, fee_euros, language, submission, opened_at, confirm_by)
                select w.id, w.reference, w.desk_id, w.slot_id, w.seat_no, 'PENDING', w.session_hash, w.hold_id,
                       w.last_name, w.first_name, w.email, w.phone, w.agdref, w.person, w.procedure, w.permit_expiry,
                       w.commune, w.rules_version, w.fee_euros, w.language, w.submission, now(),
                       least(now() + $22 * interval '1 millisecond', slot.starts_at)
                from wanted w
                    join free f on f.slot_id = w.slot_id and f.seat_no = w.seat_no
                    join slot on slot.id = w.slot_id
                where not exists (select from decoy d where d.hold_id = w.hold_id)
                order by w.desk_id, w.person, w.place
                on conflict do nothing
                returning id, slot_id, seat_no, confirm_by),
            taken as (
                update seat s set booking_id = written.id, version = s.version + 1, mirrored = false
                from written
                where s.slot_id = written.slot_id and s.seat_no = written.seat_no
                returning written.id, written.confirm_by, s.version, greatest(s.opens_at, 'epoch') as opens_at),
            linked as (
                insert into access_token (hash, booking_id, purpose)
                select w.link, w.id, 'CONFIRM' from wanted w join written on written.id = w.id)
            select id, confirm_by, version, opens_at from taken
            """;
}

package fr.creneau.web.wizard;

import static org.awaitility.Awaitility.await;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import fr.creneau.waitingroom.Rooms;
import fr.creneau.waitingroom.WaitingRoomMessages;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Puts all slots of a desk into a release with a waiting room, as an import would, and moves its opening. */
public final class Releases {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String RELEASE = "insert into release (id, desk_id, enrols_from, opens_at, waiting_room)"
            + " values ($1, $2, now() - interval '1 hour', now() + interval '1 hour', true)";
    /** All but some of the first seats go. */
    private static final String SEATS =
            "update seat set withdrawn = true, version = version + 1, mirrored = false from slot"
                    + " where slot.id = seat.slot_id and slot.desk_id = $1 and (seat.slot_id, seat.seat_no) not in"
                    + " (select s.slot_id, s.seat_no from seat s join slot l on l.id = s.slot_id"
                    + " where l.desk_id = $1 and l.starts_at > now() + interval '1 day' order by l.starts_at, s.seat_no limit $2)";

    private final WizardSite site;
    public final String desk;
    public final ReleaseId id;

    /** @param seats that are left, on the desk's first slots to come */
    public Releases(WizardSite site, String desk, int seats) {
        this.site = site;
        this.desk = desk;
        this.id = new ReleaseId("r-" + Math.abs(desk.hashCode()));
        // Nobody else changes seats meanwhile, as during an import.
        WizardSite.wait(Transactions.run(
                site.pool,
                connection -> connection
                        .query("lock table seat in exclusive mode")
                        .execute()
                        .compose(locked -> connection.preparedQuery(RELEASE).execute(Tuple.of(id.value(), desk)))
                        .compose(made -> connection
                                .preparedQuery("update slot set release_id = $1 where desk_id = $2")
                                .execute(Tuple.of(id.value(), desk)))
                        .compose(told -> connection.preparedQuery(SEATS).execute(Tuple.of(desk, seats)))
                        .map(done -> new End.Commit<>(true))));
        opens(Instant.now().plus(Duration.ofHours(1)));
        await().atMost(PATIENCE).until(() -> room().isPresent());
    }

    /**
     * Another release of the same desk, an hour before its opening: its last slots to come are free again and its.
     *
     * @param name keeps it apart from others
     */
    Releases next(String name, int slots) {
        Releases next = new Releases(site, desk, new ReleaseId(id + "-" + name));
        WizardSite.wait(Transactions.run(
                site.pool,
                connection -> connection
                        .query("lock table seat in exclusive mode")
                        .execute()
                        .compose(locked -> connection.preparedQuery(RELEASE).execute(Tuple.of(next.id.value(), desk)))
                        .compose(made -> connection
                                .preparedQuery("update slot set release_id = $1 where id in (select id from slot"
                                        + " where desk_id = $2 order by starts_at desc limit $3)")
                                .execute(Tuple.of(next.id.value(), desk, slots)))
                        .compose(moved -> connection
                                .preparedQuery("update seat set withdrawn = false, version = version + 1,"
                                        + " opens_at = now() + interval '1 hour', mirrored = false from slot"
                                        + " where slot.id = seat.slot_id and slot.release_id = $1")
                                .execute(Tuple.of(next.id.value())))
                        .compose(told -> connection
                                .preparedQuery("update desk set version = version + 1 where id = $1")
                                .execute(Tuple.of(desk)))
                        .map(done -> new End.Commit<>(true))));
        await().atMost(PATIENCE)
                .until(() ->
                        next.room().filter(room -> room.seats().untaken() > 0).isPresent());
        return next;
    }

    private Releases(WizardSite site, String desk, ReleaseId id) {
        this.site = site;
        this.desk = desk;
        this.id = id;
    }

    /** The release's page. */
    String root() {
        return "/rdv/" + desk + "/file/" + id;
    }

    /** Tells the seats too: Redis hears of it. */
    public void opens(Instant instant) {
        WizardSite.wait(Transactions.run(
                site.pool,
                connection -> connection
                        .query("lock table seat in exclusive mode")
                        .execute()
                        .compose(locked -> connection
                                .preparedQuery(
                                        "update release set opens_at = $2, enrols_from = least(enrols_from, $2) where id = $1")
                                .execute(Tuple.of(id.value(), instant.atOffset(ZoneOffset.UTC))))
                        .compose(moved -> connection
                                .preparedQuery(
                                        "update seat set opens_at = $2, version = version + 1, mirrored = false from slot"
                                                + " where slot.id = seat.slot_id and slot.desk_id = $1")
                                .execute(Tuple.of(desk, instant.atOffset(ZoneOffset.UTC))))
                        .compose(told -> connection
                                .preparedQuery("update desk set version = version + 1 where id = $1")
                                .execute(Tuple.of(desk)))
                        .map(done -> new End.Commit<>(true))));
    }

    /** The first of the slots that are left belong to no release any more: they are on sale to everybody. */
    void leave(int slots) {
        site.sql(
                "update slot set release_id = null where id in (select s.slot_id from seat s join slot l on l.id = s.slot_id"
                        + " where l.desk_id = $1 and not s.withdrawn and l.starts_at > now() + interval '1 day'"
                        + " group by s.slot_id, l.starts_at order by l.starts_at limit $2)",
                desk,
                slots);
        site.sql(
                "update seat set opens_at = '-infinity', version = version + 1, mirrored = false from slot"
                        + " where slot.id = slot_id and slot.release_id is null and slot.desk_id = $1",
                desk);
        site.sql("update desk set version = version + 1 where id = $1", desk);
    }

    /** Every seat is gone. */
    public void withdrawAll() {
        WizardSite.wait(Transactions.run(
                site.pool,
                connection -> connection
                        .query("lock table seat in exclusive mode")
                        .execute()
                        .compose(locked -> connection
                                .preparedQuery(
                                        "update seat set withdrawn = true, version = version + 1, mirrored = false from slot"
                                                + " where slot.id = seat.slot_id and slot.desk_id = $1")
                                .execute(Tuple.of(desk)))
                        .map(done -> new End.Commit<>(true))));
    }

    /** Opens it and waits until somebody is let in. */
    public void openNow() {
        opens(Instant.now());
        await().atMost(PATIENCE)
                .until(() -> room().filter(room -> room.called() > 0).isPresent());
    }

    public Optional<Room> room() {
        Rooms rooms = WizardSite.wait(site.bus.request(WaitingRoomMessages.CURRENT, new WaitingRoomMessages.Current()));
        return rooms.room(id);
    }
}

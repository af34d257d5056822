package fr.creneau.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.Slot;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.CountOutcome.Counted;
import fr.creneau.schedule.ScheduleStore.DeskOnSale;
import fr.creneau.schedule.ScheduleStore.SlotOnSale;
import fr.creneau.schedule.Snapshot.Offer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotKeeperTest {
    private static final Instant NOW = Instant.parse("2027-02-01T12:00:00Z");
    private static final Desk DESK = TestDesks.desk("cayenne");
    private static final Slot FIRST = slot("aaaaaaaa", NOW.plusSeconds(60));
    private static final Slot SECOND = slot("bbbbbbbb", NOW.plusSeconds(3600));

    private final InstantSource clock = () -> this.now;
    private Instant now = NOW;
    private final List<Snapshot> announced = new ArrayList<>();
    private final SnapshotKeeper keeper = new SnapshotKeeper(clock.withZone(ZoneOffset.UTC), announced::add);

    private static Slot slot(String id, Instant start) {
        return new Slot(new SlotId(id), DESK.id(), start, Duration.ofMinutes(30), 3);
    }

    private List<Integer> free() {
        return keeper.current().desk(DESK.id()).orElseThrow().slots().stream()
                .map(Offer::free)
                .toList();
    }

    private static DeskOnSale on(Slot... slots) {
        return new DeskOnSale(
                DESK,
                List.of(),
                Stream.of(slots)
                        .map(slot -> new SlotOnSale(slot, Optional.empty()))
                        .toList());
    }

    private void onSale() {
        keeper.putOnSale(List.of(on(FIRST, SECOND)));
    }

    @Test
    void beforeAnythingIsKnownThereIsNoDesk() {
        assertThat(keeper.current()).isEqualTo(Snapshot.EMPTY);
    }

    @Test
    void aDeskThatWasNeverCountedShowsNothingFree() {
        onSale();
        assertThat(free()).containsExactly(0, 0);
    }

    @Test
    void aSlotThatWasNotCountedShowsNothingFreeAndNoneMoreThanItHas() {
        onSale();
        keeper.count(DESK.id(), new Counted(Map.of(SECOND.id(), 5), NOW));
        keeper.refresh();
        assertThat(free()).containsExactly(0, 3);
    }

    @Test
    void countsOutliveAnImport() {
        onSale();
        keeper.count(DESK.id(), new Counted(Map.of(FIRST.id(), 2, SECOND.id(), 1), NOW));
        keeper.putOnSale(List.of(on(SECOND)));
        assertThat(free()).containsExactly(1);
    }

    @Test
    void aSlotThatBeginsIsLeftOutByItself() {
        onSale();
        now = FIRST.start();
        keeper.refresh();
        assertThat(keeper.current().desk(DESK.id()).orElseThrow().offer(FIRST.id()))
                .isEmpty();
        assertThat(announced).hasSize(2);
    }

    @Test
    void onlyWhatChangedIsAnnouncedButTheSnapshotStaysYoung() {
        onSale();
        now = NOW.plusSeconds(1);
        keeper.refresh();
        assertThat(announced).hasSize(1);
        assertThat(keeper.current().takenAt()).isEqualTo(NOW.plusSeconds(1));
        keeper.count(DESK.id(), new Counted(Map.of(FIRST.id(), 1), NOW));
        keeper.refresh();
        assertThat(announced).hasSize(2).last().isEqualTo(keeper.current());
    }

    @Test
    void aSlotOfAReleaseIsAnnouncedUntilRedisSaysThatItsInstantHasCome() {
        Release release = new Release(new ReleaseId("may"), DESK.id(), NOW, NOW.plusSeconds(60), false);
        keeper.putOnSale(List.of(
                new DeskOnSale(DESK, List.of(release), List.of(new SlotOnSale(SECOND, Optional.of(release.id()))))));
        assertThat(offer()).isEqualTo(new Offer(SECOND, Optional.of(release), false, 0));
        assertThat(offer().opens()).contains(release.opens());
        // An instance whose clock is an hour ahead, and a count that cannot be.
        now = NOW.plusSeconds(3599);
        keeper.count(
                DESK.id(), new Counted(Map.of(SECOND.id(), 3), release.opens().minusMillis(1)));
        keeper.refresh();
        assertThat(offer()).isEqualTo(new Offer(SECOND, Optional.of(release), false, 0));
        now = NOW.minusSeconds(3600);
        keeper.count(DESK.id(), new Counted(Map.of(SECOND.id(), 3), release.opens()));
        keeper.refresh();
        assertThat(offer()).isEqualTo(new Offer(SECOND, Optional.of(release), true, 3));
        assertThat(offer().opens()).isEmpty();
    }

    private Offer offer() {
        return keeper.current().desk(DESK.id()).orElseThrow().slots().get(0);
    }
}

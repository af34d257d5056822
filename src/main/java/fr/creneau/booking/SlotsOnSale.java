package fr.creneau.booking;

import fr.creneau.booking.PgBatchStore.SlotOfDesk;
import fr.creneau.booking.PgBookingStore.OnSale;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/** What PostgreSQL says of the slots that submissions are for: one question for all that ask at once. Used on one event loop. */
final class SlotsOnSale {
    private static final int LANES = 2;
    private static final int LARGEST = 500;

    private final Batcher<SlotOfDesk, Optional<OnSale>> questions;

    SlotsOnSale(Pool pool, PgBatchStore store) {
        questions = new Batcher<>(
                LANES,
                LARGEST,
                WriteTogether.MOST_WAITING,
                slots -> store.onSale(pool, slots)
                        .map(found -> slots.stream()
                                .map(slot -> Optional.ofNullable(found.get(slot)))
                                .toList()));
    }

    /** Empty if it is withdrawn, has begun, or is another desk's. */
    Future<Optional<OnSale>> find(DeskId desk, SlotId slot) {
        return questions.ask(new SlotOfDesk(desk, slot));
    }
}

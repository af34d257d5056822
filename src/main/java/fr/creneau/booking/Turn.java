package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.PgBookingStore.OnSale;
import fr.creneau.bus.Bus;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Ownership;
import fr.creneau.waitingroom.WaitingRoomMessages.Owns;
import io.vertx.core.Future;

/** A seat that was held in a turn is for the person whose turn it was: one ticket a person would mean nothing otherwise. */
final class Turn {
    private final Bus bus;

    Turn(Bus bus) {
        this.bus = bus;
    }

    Future<Boolean> isOwn(Open request, OnSale slot) {
        return slot.waitingRoom()
                ? bus.request(
                                WaitingRoomMessages.OWNS,
                                new Owns(
                                        request.slot(),
                                        request.session(),
                                        request.applicant().agdref()))
                        .map(Ownership.OWN::equals)
                : Future.succeededFuture(true);
    }
}

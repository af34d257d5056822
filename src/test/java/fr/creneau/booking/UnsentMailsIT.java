package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.Correct;
import fr.creneau.booking.BookingMessages.CorrectOutcome;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.OutboxQueue;
import fr.creneau.outbox.OutboxQueue.Claim;
import fr.creneau.pg.Pools;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What had not left yet, and is not true any more, never leaves. */
class UnsentMailsIT {
    private final SessionId session = BookingSite.session();
    private BookingDatabase database;
    private BookingSite site;
    private BookingId booking;
    private OutboxQueue queue;

    @BeforeEach
    void submit() {
        database = new BookingDatabase();
        SlotId slot = database.slot(1);
        site = new BookingSite(database);
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(1));
        booking = site.submit(session, slot, BookingSite.person()).booking();
        Pool pool = Pools.open(site.vertx, database.postgres);
        queue = new OutboxQueue(pool);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private List<String> mails() {
        return database.column("select kind from outbox where booking_id = ? order by created_at", booking.value());
    }

    private List<Claim> claimAll() {
        return BookingSite.await(queue.claim(10));
    }

    /** Whatever becomes of mails whose rows are gone, it is no fault and brings none back. */
    private void settle(List<Claim> claims) {
        for (Claim claim : claims) {
            BookingSite.await(queue.sent(claim.mail().id(), Instant.now()));
            BookingSite.await(queue.retry(claim, "451", Duration.ZERO));
            BookingSite.await(queue.giveBack(claim, "down", Duration.ZERO));
            BookingSite.await(queue.bury(claim, "550"));
        }
    }

    @Test
    void ofAnAppointmentGivenBackOnlyTheCancellationLeaves() {
        site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(booking)));
        assertThat(mails()).containsExactly("TO_CONFIRM", "CONVOCATION");
        assertThat(site.ask(BookingMessages.CANCEL, new Cancel(database.manageToken(booking))))
                .isEqualTo(CancelOutcome.CANCELLED);
        assertThat(mails()).containsExactly("CANCELLATION");
    }

    @Test
    void mailsInHandOfAnAppointmentGivenBackAreDroppedAndWhatHasLeftStays() {
        String confirm = database.confirmToken(booking);
        database.execute(
                "update outbox set state = 'SENT', sent_at = now(), content = null, recipient = null where booking_id = ?",
                booking.value());
        site.ask(BookingMessages.CONFIRM, new Confirm(confirm));
        List<Claim> inHand = claimAll();
        assertThat(inHand).hasSize(1);
        site.ask(BookingMessages.CANCEL, new Cancel(confirm));
        assertThat(mails()).containsExactly("TO_CONFIRM", "CANCELLATION");
        settle(inHand);
        assertThat(mails()).containsExactly("TO_CONFIRM", "CANCELLATION");
    }

    @Test
    void aMailInHandForAMistypedAddressIsDropped() {
        List<Claim> inHand = claimAll();
        assertThat(inHand).hasSize(1);
        EmailAddress mended = new EmailAddress("mended@example.org");
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(booking, session, mended)))
                .isEqualTo(CorrectOutcome.CORRECTED);
        settle(inHand);
        assertThat(database.column("select recipient from outbox where booking_id = ?", booking.value()))
                .containsExactly(mended.value());
    }
}

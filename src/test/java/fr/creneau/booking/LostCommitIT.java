package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.CommitCutter.Cut;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection is lost at the COMMIT: nobody knows whether it happened, and it is read again. */
class LostCommitIT {
    private BookingDatabase database;
    private CommitCutter cutter;
    private BookingSite site;
    private SlotId slot;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        slot = database.slot(2);
        cutter = new CommitCutter(database.postgres);
        site = new BookingSite(database, cutter.postgres(), Steps.PRODUCTION, Map.of());
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(2));
    }

    @AfterEach
    void stop() {
        site.close();
        cutter.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSubmissionIsWrittenOnce(Cut side) {
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        cutter.cut(side);
        Opened opened = (Opened) site.open(submission);
        assertThat(cutter.cuts).hasValue(1);
        assertThat(database.count("select count(*) from booking")).isEqualTo(1);
        assertThat(database.state(opened.booking())).isEqualTo("PENDING");
        assertThat(database.mails(opened.booking())).hasSize(1);
        assertThat(database.freeSeats(slot)).isEqualTo(1);
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(1));
    }

    @ParameterizedTest
    @EnumSource
    void aConfirmationIsWrittenOnce(Cut side) {
        Opened opened = site.submit(BookingSite.session(), slot, BookingSite.person());
        Confirm confirm = new Confirm(database.confirmToken(opened.booking()));
        cutter.cut(side);
        assertThat(site.ask(BookingMessages.CONFIRM, confirm))
                .isInstanceOf(
                        side == Cut.BEFORE ? ConfirmOutcome.Confirmed.class : ConfirmOutcome.AlreadyConfirmed.class);
        assertThat(cutter.cuts).hasValue(1);
        assertThat(database.mails(opened.booking()))
                .filteredOn(MailContent.Convocation.class::isInstance)
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aCancellationIsWrittenOnce(Cut side) {
        Opened opened = site.submit(BookingSite.session(), slot, BookingSite.person());
        cutter.cut(side);
        assertThat(site.ask(BookingMessages.CANCEL, new Cancel(database.confirmToken(opened.booking()))))
                .isEqualTo(side == Cut.BEFORE ? CancelOutcome.CANCELLED : CancelOutcome.ALREADY_CANCELLED);
        assertThat(cutter.cuts).hasValue(1);
        assertThat(database.freeSeats(slot)).isEqualTo(2);
        assertThat(database.wrongSeats()).isZero();
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
    }

    @Test
    void aServerThatDropsAllItsConnectionsIsAskedAgain() {
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        database.column("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and application_name = 'creneau'");
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(site.open(submission)).isInstanceOf(Opened.class));
        assertThat(database.count("select count(*) from booking")).isEqualTo(1);
    }
}

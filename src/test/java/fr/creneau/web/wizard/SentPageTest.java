package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.SubmittedOutcome.Waiting;
import fr.creneau.domain.applicant.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentPageTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration WITHIN = Duration.ofMinutes(15);

    @Test
    void until_the_relay_accepts_no_more_is_promised_than_the_mail_will_say() {
        assertThat(SentPage.shownDeadline(waiting(NOW.plusSeconds(1800), false), NOW, WITHIN))
                .isEqualTo(NOW.plus(WITHIN));
    }

    @Test
    void a_relay_that_takes_long_does_not_move_the_last_deadline() {
        assertThat(SentPage.shownDeadline(waiting(NOW.plusSeconds(60), false), NOW, WITHIN))
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void once_the_mail_is_sent_its_deadline_stands() {
        assertThat(SentPage.shownDeadline(waiting(NOW.plusSeconds(900), true), NOW.plusSeconds(30), WITHIN))
                .isEqualTo(NOW.plusSeconds(900));
    }

    private static Waiting waiting(Instant confirmBy, boolean mailSent) {
        return new Waiting(
                Optional.empty(),
                EmailAddress.parse("v@example.org").orElseThrow(),
                confirmBy,
                mailSent,
                false,
                3,
                true);
    }
}

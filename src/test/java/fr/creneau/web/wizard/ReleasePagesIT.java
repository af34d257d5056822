package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.Language;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.text.Dates;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a visitor sees of slots that are announced, and that no address or form gets one before the opening. */
class ReleasePagesIT {
    private static final ZoneId CAYENNE = ZoneId.of("America/Cayenne");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The file says minutes. */
    private final LocalDateTime opens = LocalDateTime.now(CAYENNE).plusHours(2).truncatedTo(ChronoUnit.MINUTES);

    private WizardSite site;

    @BeforeEach
    void start() throws IOException {
        site = new WizardSite(Map.of());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void announcedSlotsAreShownWithTheirOpeningAndNotChosen() throws IOException {
        // All but the first days: those stay on sale.
        Offer first = site.schedule(site.desk).slots().get(0);
        LocalDateTime from =
                LocalDateTime.ofInstant(first.slot().start(), CAYENNE).plusDays(1);
        announce(from);
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(
                journey.root + "/plage?vue=liste&semaine=" + from.plusDays(14).toLocalDate());
        assertThat(visitor.page.text())
                .contains("Ouverture le " + plain(Dates.in(Language.FR).dateTime(opens)) + " : rendez-vous du ")
                .contains("ouverture le " + plain(Dates.in(Language.FR).dayOfMonth(opens)) + " à ");
        assertThat(visitor.page.select("button[name=plage]")).isEmpty();
        // The first free slot is one that can be chosen.
        visitor.get(journey.root + "/plage");
        assertThat(visitor.page.select("button[name=plage]").eachAttr("value"))
                .isNotEmpty()
                .contains(first.slot().id().value());

        String guessed = announced().slot().id().value();
        visitor.submit(journey.root + "/plage", Map.of("plage", guessed));
        assertThat(visitor.status).isEqualTo(409);
        assertThat(visitor.page.select(".fr-alert--info").text())
                .contains("n’est pas encore ouverte : ouverture le "
                        + plain(Dates.in(Language.FR).dateTime(opens)));
        assertThat(visitor.get(journey.root + "/securite").status).isEqualTo(409);

        visitor.get(journey.root + "/plage?lang=en");
        visitor.submit(journey.root + "/plage", Map.of("plage", guessed));
        assertThat(visitor.page.select(".fr-alert--info").text()).contains("This slot is not open yet: it opens on");
    }

    @Test
    void aCalendarOfAnnouncedSlotsSaysWhenTheyOpenAndHasThemOnceTheyDo() throws IOException {
        // From the day of the opening, which late in the evening is tomorrow: the file refuses slots of an earlier day.
        announce(opens);
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(journey.root + "/plage");
        assertThat(visitor.status).isEqualTo(200);
        assertThat(visitor.page.title()).contains("Les prochaines plages ne sont pas encore ouvertes");
        assertThat(visitor.page.text())
                .contains("Ouverture le " + plain(Dates.in(Language.FR).dateTime(opens)))
                .doesNotContain("Il n’existe plus de plage horaire libre");
        visitor.get("/");
        assertThat(visitor.page.text())
                .contains("Prochaine ouverture : " + plain(Dates.in(Language.FR).dateTime(opens)));

        // The instant comes: brought forward to yesterday, so that the test need not wait for it.
        release(opens.minusDays(1), opens);
        await().atMost(PATIENCE)
                .until(() -> site.schedule(site.desk).slots().get(0).free() > 0);
        journey.chooseSlot();
        assertThat(visitor.path).isEqualTo(journey.root + "/securite");
    }

    /** Days from that one on are in one release. */
    private void announce(LocalDateTime from) throws IOException {
        release(opens, from);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !announcedOffers().isEmpty() && site.freeSeats(site.desk) == seatsOnSale());
    }

    private void release(LocalDateTime opening, LocalDateTime from) throws IOException {
        site.importDesks("    releases:\n      - {id: r-%s, opens: %s, from: %s, to: %s}\n"
                .formatted(
                        site.desk,
                        opening,
                        from.toLocalDate(),
                        from.plusYears(1).toLocalDate()));
    }

    private List<Offer> announcedOffers() {
        return site.schedule(site.desk).slots().stream()
                .filter(offer -> !offer.open())
                .toList();
    }

    /** By PostgreSQL: what Redis counts once it has heard of the release. */
    private int seatsOnSale() {
        return site.schedule(site.desk).slots().stream()
                .filter(Offer::open)
                .mapToInt(offer -> offer.slot().capacity())
                .sum();
    }

    private Offer announced() {
        return announcedOffers().get(0);
    }

    /** As the browser's text has it. */
    private static String plain(String words) {
        return words.replace('\u00a0', ' ');
    }
}

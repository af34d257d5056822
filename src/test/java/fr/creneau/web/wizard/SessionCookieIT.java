package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cookies that are too old, of another key, of another person or of another site, as a server meets them. */
class SessionCookieIT {
    private static final String SESSION = "creneau";
    private static final String DRAFT = "brouillon";
    private static final Seal OURS = seal("k");
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Seal seal(String key) {
        return new Seal(Keyring.derive(List.of(new Secret(key.repeat(32))), "cookie"));
    }

    private static JsonObject content(Visitor visitor, String cookie) {
        return new JsonObject(
                Buffer.buffer(OURS.open(visitor.cookies.get(cookie), cookie).orElseThrow()));
    }

    private static String sealed(Seal seal, JsonObject content, String cookie) {
        return seal.seal(content.encode().getBytes(java.nio.charset.StandardCharsets.UTF_8), cookie);
    }

    /** As if the cookie had been sealed that long ago. */
    private static void age(Visitor visitor, String cookie, Duration age) {
        JsonObject content =
                content(visitor, cookie).put("@", Instant.now().minus(age).getEpochSecond());
        visitor.cookies.put(cookie, sealed(OURS, content, cookie));
    }

    @Test
    void a_session_of_almost_two_hours_is_taken_and_an_older_one_leads_to_the_beginning() {
        Journey journey = new Journey(site).reviewed();
        Visitor visitor = journey.visitor;
        Map<String, String> submission = visitor.filled(journey.root + "/validation", Map.of());
        age(visitor, SESSION, Duration.ofMinutes(119));
        assertThat(visitor.copy().get(journey.root + "/validation").status).isEqualTo(200);
        age(visitor, SESSION, Duration.ofMinutes(121));
        visitor.get(journey.root + "/validation");
        assertThat(visitor.status).isEqualTo(409);
        assertThat(visitor.page.select("main a.fr-btn").attr("href")).isEqualTo(journey.root + "/descriptif");

        Visitor late = visitor.copy();
        late.post(journey.root + "/validation", submission);
        assertThat(late.status).isEqualTo(403);
        assertThat(late.page.select("h1").text()).isEqualTo("Cette page est restée ouverte trop longtemps");
        assertThat(late.page.select("main a.fr-btn").attr("href")).isEqualTo(journey.root + "/validation");
        assertThat(site.value("select count(*) from booking where email = $1", journey.email))
                .isEqualTo("0");
    }

    @Test
    void what_was_typed_is_forgotten_after_an_hour_and_asked_again() {
        Journey journey = new Journey(site).reviewed();
        Visitor visitor = journey.visitor;
        Map<String, String> submission = visitor.filled(journey.root + "/validation", Map.of());
        age(visitor, DRAFT, Duration.ofMinutes(61));
        visitor.post(journey.root + "/validation", submission);
        assertThat(visitor.status).isEqualTo(409);
        String back = visitor.page.select("main a.fr-btn").attr("href");
        assertThat(back).isEqualTo(journey.root + "/coordonnees");
        visitor.get(back);
        assertThat(visitor.page.select("#nom").attr("value")).isEmpty();
        // The hold was kept: nothing but the details is asked again.
        visitor.submit(back, journey.details()).submit(journey.root + "/validation", Map.of());
        assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
    }

    @Test
    void a_cookie_sealed_with_another_key_counts_as_none() {
        Journey journey = new Journey(site).proven();
        Visitor visitor = journey.visitor;
        visitor.cookies.put(SESSION, sealed(seal("x"), content(visitor, SESSION), SESSION));
        visitor.get(journey.root + "/coordonnees");
        assertThat(visitor.status).isEqualTo(409);
    }

    @Test
    void a_cookie_of_which_any_part_was_changed_counts_as_none() {
        Journey journey = new Journey(site).proven();
        String good = journey.visitor.cookies.get(SESSION);
        for (int i = 0; i < good.length(); i += 7) {
            Visitor forger = journey.visitor.copy();
            char other = good.charAt(i) == 'A' ? 'B' : 'A';
            forger.cookies.put(SESSION, good.substring(0, i) + other + good.substring(i + 1));
            forger.get(journey.root + "/coordonnees");
            assertThat(forger.status).as("changed at " + i).isEqualTo(409);
        }
        assertThat(journey.visitor.get(journey.root + "/coordonnees").status).isEqualTo(200);
    }

    @Test
    void a_well_sealed_cookie_with_nonsense_in_it_counts_as_none() {
        Journey journey = new Journey(site).proven();
        JsonObject now = new JsonObject().put("@", Instant.now().getEpochSecond());
        for (JsonObject nonsense : List.of(
                now,
                now.copy().put("id", 1),
                now.copy().put("id", "x").put("j", "y"),
                new JsonObject().put("@", "soon"),
                new JsonObject().put("@", new JsonObject()))) {
            Visitor forger = journey.visitor.copy();
            forger.cookies.put(SESSION, sealed(OURS, nonsense, SESSION));
            forger.get(journey.root + "/coordonnees");
            assertThat(forger.status).as(nonsense.encode()).isEqualTo(409);
        }
    }

    @Test
    void another_persons_form_or_draft_does_nothing_in_this_session() {
        Journey mine = new Journey(site).reviewed();
        Journey other = new Journey(site).reviewed();
        Map<String, String> foreign = other.visitor.filled(mine.root + "/validation", Map.of());
        mine.visitor.post(mine.root + "/validation", foreign);
        assertThat(mine.visitor.status).isEqualTo(403);
        // Swapped one for the other, the cookies are none.
        Visitor swapped = mine.visitor.copy();
        swapped.cookies.put(SESSION, mine.visitor.cookies.get(DRAFT));
        swapped.cookies.put(DRAFT, mine.visitor.cookies.get(SESSION));
        assertThat(swapped.get(mine.root + "/validation").status).isEqualTo(409);
        assertThat(site.value("select count(*) from booking where email in ($1, $2)", mine.email, other.email))
                .isEqualTo("0");
        assertThat(mine.visitor.get(mine.root + "/validation").submit(mine.root + "/validation", Map.of()).path)
                .isEqualTo(mine.root + "/envoye");
    }

    @Test
    void a_session_that_was_copied_makes_no_second_request() {
        Journey journey = new Journey(site).reviewed();
        Visitor thief = journey.visitor.copy();
        Map<String, String> submission = journey.visitor.filled(journey.root + "/validation", Map.of());
        journey.visitor.post(journey.root + "/validation", submission);
        thief.post(journey.root + "/validation", submission);
        assertThat(thief.path).isEqualTo(journey.root + "/envoye");
        assertThat(site.value("select count(*) from booking where email = $1", journey.email))
                .isEqualTo("1");
    }
}

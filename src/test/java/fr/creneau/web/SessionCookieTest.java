package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void a_whole_session_comes_back_as_it_was() {
        Journey journey = Journey.begin(
                        new DeskId("cayenne"), new Answers(Procedure.RENEWAL, LocalDate.of(2027, 1, 31), "97302"))
                .chose(new Choice("hold-1", new SlotId("abcdefgh12"), NOW, NOW.plusSeconds(900)))
                .passed()
                .codeFor(Optional.of("hold-1"))
                .submitted(new BookingId(UUID.randomUUID()));
        Session session = Session.begin().with(journey);
        assertThat(SessionJson.read(SessionJson.write(session))).contains(session);
        assertThat(SessionJson.read(SessionJson.write(Session.begin()))).isPresent();
    }

    @Test
    void the_content_of_another_version_is_no_session() {
        assertThat(SessionJson.read(new JsonObject())).isEmpty();
        assertThat(SessionJson.read(new JsonObject().put("id", "x").put("j", new JsonObject().put("d", "?"))))
                .isEmpty();
    }

    @Test
    void another_choice_must_be_proven_again() {
        Journey journey = Journey.begin(
                        new DeskId("cayenne"), new Answers(Procedure.RENEWAL, LocalDate.of(2027, 1, 31), "97302"))
                .chose(new Choice("hold-1", new SlotId("abcdefgh12"), NOW, NOW))
                .passed();
        assertThat(journey.chose(new Choice("hold-1", new SlotId("abcdefgh12"), NOW, NOW.plusSeconds(1)))
                        .proven())
                .isTrue();
        assertThat(journey.chose(new Choice("hold-2", new SlotId("abcdefgh13"), NOW, NOW))
                        .proven())
                .isFalse();
    }

    @Test
    void a_cookie_is_forgotten_after_its_lifetime() {
        String sealed = cookie("creneau", NOW).seal(new JsonObject().put("a", "b"));
        assertThat(cookie("creneau", NOW.plus(Duration.ofHours(1))).open(sealed))
                .isPresent();
        assertThat(cookie("creneau", NOW.plus(Duration.ofHours(1).plusSeconds(1)))
                        .open(sealed))
                .isEmpty();
    }

    @Test
    void the_content_of_the_other_cookie_is_refused() {
        String sealed = cookie("brouillon", NOW).seal(new JsonObject().put("id", "x"));
        assertThat(cookie("creneau", NOW).open(sealed)).isEmpty();
    }

    @Test
    void a_token_belongs_to_one_session_and_survives_a_new_key() {
        Secret old = new Secret("o".repeat(32));
        Secret fresh = new Secret("n".repeat(32));
        Session mine = Session.begin();
        Csrf before = new Csrf(Keyring.derive(List.of(old), "form token"));
        Csrf after = new Csrf(Keyring.derive(List.of(fresh, old), "form token"));
        String token = before.token(mine.id(), NOW, "/a");
        assertThat(before.shown(token, mine.id())).map(Csrf.Shown::at).contains(NOW);
        assertThat(after.shown(token, mine.id())).map(Csrf.Shown::at).contains(NOW);
        assertThat(before.shown(token, mine.id()).orElseThrow().is("/a")).isTrue();
        assertThat(before.shown(token, mine.id()).orElseThrow().is("/b")).isFalse();
        assertThat(before.shown(after.token(mine.id(), NOW, "/a"), mine.id())).isEmpty();
        assertThat(before.shown(token, Session.begin().id())).isEmpty();
        assertThat(before.token(mine.id(), NOW, "/a")).isNotEqualTo(token);
        for (String forged :
                List.of("", "x", "0".repeat(16), token + "A", token.substring(1), earlier(token), "é".repeat(60))) {
            assertThat(before.shown(forged, mine.id())).isEmpty();
        }
    }

    /** The same token, claiming to be of a page shown a little earlier. */
    private static String earlier(String token) {
        char digit = token.charAt(27);
        return token.substring(0, 27) + (digit == '0' ? '1' : '0') + token.substring(28);
    }

    private static SealedCookie cookie(String name, Instant now) {
        Seal seal = new Seal(Keyring.derive(List.of(new Secret("k".repeat(32))), "cookie"));
        return new SealedCookie(name, Duration.ofHours(1), true, seal, Clock.fixed(now, ZoneOffset.UTC));
    }
}

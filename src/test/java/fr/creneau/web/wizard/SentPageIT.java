package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.ScriptedRelay;
import fr.creneau.testkit.ScriptedRelay.Act;
import fr.creneau.testkit.ScriptedRelay.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two people submit at the same time, one for somebody who has a request already. Whatever becomes of the mail, and whatever they do, they
 * are shown the same page, byte for byte, but for their own address, appointment and tokens.
 */
class SentPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Between the two submissions, on a busy machine; the deadlines that must not be told apart differ by fifteen minutes. */
    private static final Duration APART = Duration.ofMinutes(4);

    private static ScriptedRelay relay;
    private static WizardSite site;

    /** What the relay does with a first mail. The last one is not undone. */
    enum Fate {
        ACCEPTED("bool_and(state = 'SENT')") {
            @Override
            void begin() {
                relay.behave();
            }
        },
        PUT_OFF("bool_and(last_error is not null)") {
            @Override
            void begin() {
                relay.always(Moment.RCPT, new Act.Reply("451 4.7.1 later"));
            }
        },
        REFUSED("bool_and(state = 'DEAD')") {
            @Override
            void begin() {
                relay.always(Moment.RCPT, new Act.Reply("550 5.1.1 nobody"));
            }
        },
        /** Mails wait their turn behind the first that found it so. */
        RELAY_DOWN("count(*) > 0") {
            @Override
            void begin() {
                relay.close();
            }
        };

        private final String met;

        Fate(String met) {
            this.met = met;
        }

        abstract void begin();
    }

    @BeforeAll
    static void start() throws IOException {
        relay = ScriptedRelay.start();
        site = new WizardSite(Map.of(
                "SMTP_PORT",
                String.valueOf(relay.port()),
                "LIMITS_REQUESTS_PER_PERSON",
                "off",
                "LIMITS_REQUESTS_PER_EMAIL",
                "off",
                "BOOKINGS_COOLING_MIN",
                "0s"));
    }

    @AfterAll
    static void stop() {
        site.close();
        relay.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_request_and_a_decoy_are_shown_the_same_at_every_moment(Fate fate) {
        relay.behave();
        Journey known = new Journey(site).submitted();
        Journey real = new Journey(site).reviewed();
        Journey decoy = new Journey(site).proven();
        decoy.visitor.submit(
                decoy.root + "/coordonnees",
                Map.of("nom", "Bélizaire", "prenom", "Éloïse", "courriel", decoy.email, "agdref", known.agdref));
        assertThat(decoy.visitor.path).isEqualTo(decoy.root + "/validation");
        await().atMost(PATIENCE)
                .until(() -> site.value("select count(*) from outbox where state in ('WAITING', 'CLAIMED')")
                        .equals("0"));
        fate.begin();
        try {
            walk(fate, List.of(real, decoy));
        } finally {
            site.sql("update outbox set state = 'DEAD' where state in ('WAITING', 'CLAIMED')");
        }
    }

    private static void walk(Fate fate, List<Journey> both) {
        String page = both.get(0).root + "/envoye";
        both.forEach(one -> one.visitor.submit(one.root + "/validation", Map.of()));
        assertSame("just submitted", both);
        both.forEach(one -> assertThat(one.visitor.path).isEqualTo(page));
        String request = site.value("select id from booking where email = $1", both.get(0).email);
        assertThat(site.value("select count(*) from decoy where email = $1", both.get(1).email))
                .isEqualTo("1");
        afterwards(fate, request, both);

        passes(1);
        both.forEach(one -> one.visitor.get(page).submit(page, Map.of("action", "renvoyer")));
        assertSame("sent again", both);
        afterwards(fate, request, both);

        passes(1);
        both.forEach(one -> one.visitor.get(page + "?lang=en"));
        assertSame("in English", both);
        both.forEach(one -> one.visitor
                .get(page + "?lang=fr")
                .submit(page, Map.of("action", "corriger", "courriel", "new-" + one.email)));
        assertSame("corrected", both);
        afterwards(fate, request, both);

        passes(14);
        look("near the end", both);
        passes(2);
        look("past the time shown", both);
        both.forEach(one -> assertThat(one.visitor.page.select("h1").text()).isEqualTo("L’heure indiquée est passée"));
        passes(12);
        look("past every time", both);
        both.forEach(one -> assertThat(one.visitor.page.select("h1").text()).isEqualTo("L’heure indiquée est passée"));
    }

    /** What the relay answers, and that it has been told, changes nothing. */
    private static void afterwards(Fate fate, String request, List<Journey> both) {
        await().atMost(PATIENCE)
                .until(() -> site.value(
                                "select " + fate.met
                                        + " from outbox where booking_id = $1::text::uuid and kind = 'TO_CONFIRM'",
                                request)
                        .equals("true"));
        if (fate == Fate.ACCEPTED) {
            await().atMost(PATIENCE)
                    .until(() -> site.value(
                                    "select mail_accepted_at is not null from booking where id = $1::text::uuid",
                                    request)
                            .equals("true"));
        }
        look("the relay has answered", both);
    }

    private static void look(String when, List<Journey> both) {
        both.forEach(one -> one.visitor.get(one.root + "/envoye"));
        assertSame(when, both);
    }

    private static void assertSame(String when, List<Journey> both) {
        Visitor real = both.get(0).visitor;
        Visitor decoy = both.get(1).visitor;
        assertThat(decoy.status).as(when).isEqualTo(real.status).isEqualTo(200);
        assertThat(decoy.path).as(when).isEqualTo(real.path);
        Instant deadline = deadline(real.page);
        assertThat(deadline(decoy.page)).as(when).isBetween(deadline.minus(APART), deadline.plus(APART));
        assertThat(bare(both.get(1))).as(when).isEqualTo(bare(both.get(0)));
    }

    private static Instant deadline(Document page) {
        String until = page.select("time[data-deadline]").attr("data-deadline");
        return until.isEmpty() ? Instant.EPOCH : Instant.parse(until);
    }

    /** The page without what is each one's own. */
    private static String bare(Journey one) {
        Document page = one.visitor.page;
        String until = page.select("time[data-deadline]").text();
        String body = one.visitor
                .body
                .replace(one.email, "EMAIL")
                .replaceAll("name=\"csrf\" value=\"[^\"]*\"", "CSRF")
                // Each holds a seat of its own.
                .replaceAll("(<dl class=\"cr-summary\">\\s*<div><dt>[^<]*</dt><dd>)[^<]*", "$1APPOINTMENT")
                .replaceAll("(datetime|data-deadline|data-now)=\"[^\"]*\"", "$1");
        return until.isEmpty() ? body : body.replace(until, "UNTIL");
    }

    /** For everything that was written so far. */
    private static void passes(int minutes) {
        String ago = " - interval '" + minutes + " minutes'";
        site.sql("update booking set opened_at = opened_at" + ago + ", confirm_by = confirm_by" + ago
                + ", mail_accepted_at = mail_accepted_at" + ago);
        site.sql("update outbox set created_at = created_at" + ago + ", sent_at = sent_at" + ago);
        site.sql("update decoy set opened_at = opened_at" + ago + ", asked_at = asked_at" + ago);
    }
}

package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import fr.creneau.challenge.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every form of the site, sent as no page of ours sends it: refused with a page, nothing is done, and the form itself still works. */
class BadFormsIT {
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /**
     * A form as its page sends it.
     *
     * @param leadsTo where it leads when it is sent as it should be
     */
    private record Form(Visitor visitor, String address, Map<String, String> fields, String leadsTo) {
        String encoded() {
            return Visitor.encode(fields);
        }

        void expectRefused(SoftAssertions softly, int status, String why) {
            softly.assertThat(visitor.status).as(address + " " + why).isEqualTo(status);
            softly.assertThat(visitor.page.select("h1").text())
                    .as(address + " " + why)
                    .isNotBlank();
            softly.assertThat(visitor.page.select("main a[href]"))
                    .as(address + " " + why)
                    .isNotEmpty();
            softly.assertThat(visitor.body).as(address + " " + why).doesNotContain("Exception", "fr.creneau");
        }
    }

    @Test
    void every_form_is_refused_unless_it_is_as_its_page_sends_it() {
        List<Form> forms = forms();
        String before = books();
        assertSoftly(softly -> forms.forEach(form -> {
            String encoded = form.encoded();
            String more = encoded.isEmpty() ? "" : encoded + "&";
            String field = encoded.isEmpty() ? "csrf=x" : encoded.split("&", 2)[0];
            for (String malformed : List.of("%", "%zz=1", "a=%ff", "a=%c3%28", "a=%00", "a=\u00e9", "=x", "&")) {
                form.visitor().postRaw(form.address(), more + malformed);
                form.expectRefused(softly, 400, malformed);
            }
            form.visitor().postRaw(form.address(), more + field + "&" + field);
            form.expectRefused(softly, 400, "a field twice");
            form.visitor().postRaw(form.address(), more + "admin=1");
            form.expectRefused(softly, 400, "an unknown field");
            form.visitor().postRaw(form.address(), more + "csrf2=" + "x".repeat(20_000));
            form.expectRefused(softly, 413, "too long");
            for (String type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x")) {
                form.visitor().send("POST", form.address(), type, encoded);
                form.expectRefused(softly, 415, type);
            }
            for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "REPORT")) {
                form.visitor().send(method, form.address(), "application/x-www-form-urlencoded", encoded);
                form.expectRefused(softly, 405, method);
            }
        }));
        assertThat(books()).as("nothing was done").isEqualTo(before);
        assertSoftly(softly -> forms.forEach(form -> {
            form.visitor().post(form.address(), form.fields());
            softly.assertThat(form.visitor().status).as(form.address()).isEqualTo(200);
            softly.assertThat(form.visitor().path).as(form.address()).isEqualTo(form.leadsTo());
        }));
        assertThat(books()).as("now it was").isNotEqualTo(before);
    }

    @Test
    void a_page_without_a_form_takes_none() {
        Journey journey = new Journey(site).submitted();
        String root = journey.root;
        String manage = confirmed();
        Visitor visitor = journey.visitor;
        for (String page : List.of(
                "/",
                "/aide",
                "/mentions-legales",
                root,
                root + "/pieces",
                root + "/verdict",
                root + "/securite/defi",
                "/booking/create/4150",
                manage,
                manage + "/convocation.pdf",
                manage + "/rendez-vous.ics")) {
            for (String method : List.of("POST", "PUT", "DELETE")) {
                visitor.send(method, page, "application/x-www-form-urlencoded", "a=b");
                assertThat(visitor.status).as(method + " " + page).isEqualTo(405);
                assertThat(visitor.page.select("h1").text()).isEqualTo("Cette action n’est pas possible ici");
            }
        }
    }

    /** Before any page of ours: the whole of it is in UnreadableRequestsIT. */
    @Test
    void an_address_too_long_to_be_one_of_ours_and_too_many_cookies_get_a_page_with_a_way_on() {
        Visitor visitor = new Visitor(site).get("/rdv/" + "x".repeat(5_000));
        assertThat(visitor.status).isEqualTo(414);
        assertThat(visitor.page.select("h1").text()).isEqualTo("Cette adresse est trop longue");
        visitor.get(visitor.page.select("main a.fr-btn").attr("href"));
        assertThat(visitor.status).isEqualTo(200);
        visitor.cookies.put("creneau", "x".repeat(20_000));
        visitor.get("/");
        assertThat(visitor.status).isEqualTo(431);
        assertThat(visitor.page.select("main").text()).contains("Supprimez les cookies");
        visitor.cookies.clear();
        visitor.get(visitor.page.select("main a.fr-btn").attr("href"));
        assertThat(visitor.status).isEqualTo(200);
    }

    /** What must not change: requests by state, links, mails, and what is free. */
    private static String books() {
        return site.value("select concat((select count(*) from booking), ' ',"
                        + " (select string_agg(state, ',' order by id) from booking), ' ',"
                        + " (select count(*) from access_token), ' ', (select count(*) from outbox))")
                + site.freeSeats(site.desk);
    }

    private static List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        Journey answering = new Journey(site);
        String root = answering.root;
        answering.visitor.get(root + "/descriptif");
        add(
                forms,
                answering,
                root + "/descriptif",
                Journey.answers(Journey.today().plusMonths(1)),
                root + "/verdict");

        Journey choosing = new Journey(site).answered();
        choosing.visitor.get(root + "/plage");
        add(forms, choosing, root + "/plage", Map.of("plage", choosing.freeSlot(6)), root + "/securite");

        Journey passing = new Journey(site).held();
        String solution = Solver.solve(passing.visitor.copy().get(root + "/securite/defi").body);
        add(forms, passing, root + "/securite", Map.of("altcha", solution), root + "/coordonnees");

        Journey coding = new Journey(site).held();
        String code = root + "/securite/code";
        coding.visitor.get(code);
        add(forms, coding, code, Map.of("action", "envoyer", "courriel", coding.email), code + "?avis=code");

        Journey typing = new Journey(site).proven();
        add(forms, typing, root + "/coordonnees", typing.details(), root + "/validation");

        Journey submitting = new Journey(site).reviewed();
        add(forms, submitting, root + "/validation", Map.of(), root + "/envoye");

        Journey waiting = new Journey(site).submitted();
        Map<String, String> again = Map.of("action", "renvoyer");
        add(forms, waiting, root + "/envoye", again, root + "/envoye?avis=renvoye");

        Journey confirming = new Journey(site).submitted();
        String confirm = site.linkInMail(confirming.email, 0);
        forms.add(new Form(confirming.visitor, confirm, Map.of(), confirm));
        String manage = confirmed();
        forms.add(new Form(new Visitor(site), manage + "/annuler", Map.of("certain", "oui"), manage));
        return forms;
    }

    private static void add(
            List<Form> forms, Journey journey, String address, Map<String, String> typed, String leadsTo) {
        forms.add(new Form(journey.visitor, address, journey.visitor.filled(address, typed), leadsTo));
    }

    /** The manage link of somebody who confirmed. */
    private static String confirmed() {
        Journey journey = new Journey(site).submitted();
        String link = site.linkInMail(journey.email, 0);
        journey.visitor.post(link, Map.of());
        assertThat(journey.visitor.status).isEqualTo(200);
        return site.linkInMail(journey.email, 1);
    }
}

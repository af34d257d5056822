package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.challenge.Solver;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.nodes.Element;

/** The steps of the wizard as a visitor takes them. */
public final class Journey {
    private static final AtomicInteger people = new AtomicInteger(200_000_000);
    private static final int SLOTS_TRIED = 5;
    public final Visitor visitor;
    public final String root;
    public final String email;
    public final String agdref;

    public Journey(WizardSite site) {
        this(new Visitor(site), site.desk);
    }

    public Journey(Visitor visitor, String desk) {
        this.visitor = visitor;
        this.root = "/rdv/" + desk;
        int number = people.incrementAndGet();
        this.email = "v" + number + "@example.org";
        this.agdref = "9" + number;
    }

    public static LocalDate today() {
        return LocalDate.now(ZoneId.of("America/Cayenne"));
    }

    /** A permit that expires then; a month from now, every day on sale is in the window. */
    public static Map<String, String> answers(LocalDate expiry) {
        return Map.of(
                "demarche",
                "renouvellement",
                "jour",
                String.valueOf(expiry.getDayOfMonth()),
                "mois",
                String.valueOf(expiry.getMonthValue()),
                "annee",
                String.valueOf(expiry.getYear()),
                "commune",
                "97302",
                "conditions",
                "oui");
    }

    public Journey answered() {
        visitor.get(root + "/descriptif").submit(root + "/descriptif", answers(today().plusMonths(1)));
        assertThat(visitor.path).isEqualTo(root + "/verdict");
        return this;
    }

    /** With a ticket of that release. */
    public Journey enrolled(Releases release) {
        return enrolled(release, agdref);
    }

    Journey enrolled(Releases release, String number) {
        answered().visitor.get(release.root());
        String token = visitor.page.select("input[name=csrf]").attr("value");
        String challenge = visitor.get(release.root() + "/defi").body;
        visitor.post(release.root(), Map.of("csrf", token, "agdref", number, "altcha", Solver.solve(challenge)));
        assertThat(visitor.path).as(visitor.body).isEqualTo(release.root());
        assertThat(visitor.status).isEqualTo(200);
        return this;
    }

    /** A free slot of the week shown. */
    public String freeSlot(int index) {
        return visitor.page.select("button[name=plage]").eachAttr("value").stream()
                .distinct()
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    /** The first free slot; where others took its last seat since the calendar was drawn, the nearest one proposed, as people do. */
    public Journey chooseSlot() {
        visitor.get(root + "/plage");
        visitor.submit(root + "/plage", Map.of("plage", freeSlot(0)));
        for (int i = 0; i < SLOTS_TRIED && visitor.status == 409; i++) {
            visitor.submit(root + "/plage", Map.of("plage", freeSlot(i)));
        }
        return this;
    }

    public Journey held() {
        answered();
        chooseSlot();
        assertThat(visitor.path).isEqualTo(root + "/securite");
        return this;
    }

    public Journey proven() {
        held();
        return passed();
    }

    /** From the page of the security check. */
    Journey passed() {
        String token = visitor.page.select("input[name=csrf]").attr("value");
        String challenge = visitor.get(root + "/securite/defi").body;
        visitor.post(root + "/securite", Map.of("csrf", token, "altcha", Solver.solve(challenge)));
        assertThat(visitor.path).isEqualTo(root + "/coordonnees");
        return this;
    }

    public Map<String, String> details() {
        return new HashMap<>(Map.of("nom", "Bélizaire", "prenom", "Éloïse", "courriel", email, "agdref", agdref));
    }

    public Journey reviewed() {
        return proven().detailed();
    }

    public Journey detailed() {
        visitor.submit(root + "/coordonnees", details());
        assertThat(visitor.path).isEqualTo(root + "/validation");
        return this;
    }

    public Journey submitted() {
        reviewed();
        visitor.submit(root + "/validation", Map.of());
        assertThat(visitor.path).isEqualTo(root + "/envoye");
        return this;
    }

    public String heading() {
        Element heading = visitor.page.selectFirst("h1");
        return heading == null ? "" : heading.text();
    }
}

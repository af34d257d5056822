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
final class Journey {
    private static final AtomicInteger people = new AtomicInteger(200_000_000);
    private static final int SLOTS_TRIED = 5;
    final Visitor visitor;
    final String root;
    final String email;
    final String agdref;

    Journey(WizardSite site) {
        this(new Visitor(site), site.desk);
    }

    Journey(Visitor visitor, String desk) {
        this.visitor = visitor;
        this.root = "/rdv/" + desk;
        int number = people.incrementAndGet();
        this.email = "v" + number + "@example.org";
        this.agdref = "9" + number;
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("America/Cayenne"));
    }

    /** A permit that expires then; a month from now, every day on sale is in the window. */
    static Map<String, String> answers(LocalDate expiry) {
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

    Journey answered() {
        visitor.get(root + "/descriptif").submit(root + "/descriptif", answers(today().plusMonths(1)));
        assertThat(visitor.path).isEqualTo(root + "/verdict");
        return this;
    }

    /** A free slot of the week shown. */
    String freeSlot(int index) {
        return visitor.page.select("button[name=plage]").eachAttr("value").stream()
                .distinct()
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    /** The first free slot; where others took its last seat since the calendar was drawn, the nearest one proposed, as people do. */
    Journey chooseSlot() {
        visitor.get(root + "/plage");
        visitor.submit(root + "/plage", Map.of("plage", freeSlot(0)));
        for (int i = 0; i < SLOTS_TRIED && visitor.status == 409; i++) {
            visitor.submit(root + "/plage", Map.of("plage", freeSlot(i)));
        }
        return this;
    }

    Journey held() {
        answered();
        chooseSlot();
        assertThat(visitor.path).isEqualTo(root + "/securite");
        return this;
    }

    Journey proven() {
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

    Map<String, String> details() {
        return new HashMap<>(Map.of("nom", "Bélizaire", "prenom", "Éloïse", "courriel", email, "agdref", agdref));
    }

    Journey reviewed() {
        return proven().detailed();
    }

    Journey detailed() {
        visitor.submit(root + "/coordonnees", details());
        assertThat(visitor.path).isEqualTo(root + "/validation");
        return this;
    }

    Journey submitted() {
        reviewed();
        visitor.submit(root + "/validation", Map.of());
        assertThat(visitor.path).isEqualTo(root + "/envoye");
        return this;
    }

    String heading() {
        Element heading = visitor.page.selectFirst("h1");
        return heading == null ? "" : heading.text();
    }
}

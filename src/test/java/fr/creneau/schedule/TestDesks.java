package fr.creneau.schedule;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.eligibility.RuleBook;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Desks for tests. */
public final class TestDesks {
    public static final EligibilityRules RULES = new EligibilityRules(
            "2026-1", LocalDate.of(2012, 1, 1), Period.ofMonths(2), Period.ofMonths(6), 180, Period.ofMonths(2));

    public static final List<Commune> COMMUNES =
            List.of(new Commune("97302", "Cayenne", true), new Commune("97311", "Saint-Laurent-du-Maroni", false));

    private TestDesks() {}

    /** A desk in Cayenne with the rules of today and one commune of each kind. */
    public static Desk desk(String id) {
        return desk(id, OptionalInt.empty());
    }

    public static Desk desk(String id, OptionalInt legacyId) {
        return new Desk(
                new DeskId(id),
                legacyId,
                ZoneId.of("America/Cayenne"),
                new RuleBook(List.of(RULES), COMMUNES),
                new Desk.Contact(
                        "Préfecture de la Guyane",
                        "Bureau de l'accueil et du séjour des étrangers",
                        List.of("rue Fiedmond", "BP 7008", "97307 Cayenne Cedex"),
                        "0594 39 45 00"),
                new Desk.Links(
                        URI.create("https://www.guyane.gouv.fr/"),
                        URI.create("https://www.guyane.gouv.fr/premier"),
                        URI.create("https://www.guyane.gouv.fr/admission"),
                        URI.create("https://www.guyane.gouv.fr/saint-laurent")),
                new Desk.Sender("Préfecture de la Guyane", "rendez-vous@example.org", "contact@example.org"),
                Map.of(Language.FR, Map.of("info.title", "Un titre")));
    }
}

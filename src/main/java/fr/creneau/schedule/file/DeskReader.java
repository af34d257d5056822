package fr.creneau.schedule.file;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.eligibility.RuleBook;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.text.Messages;
import fr.creneau.text.PrivateUse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one desk of the file. */
final class DeskReader {
    private static final Pattern INSEE = Pattern.compile("[0-9][0-9AB][0-9]{3}");
    private static final EligibilityRules STAND_IN =
            new EligibilityRules("?", LocalDate.EPOCH, Period.ZERO, Period.ZERO, 0, Period.ZERO);

    private DeskReader() {}

    static PlannedDesk read(Place place, Instant now) {
        Fields fields = place.fields();
        DeskId id = fields.required("id")
                .value(
                        Values.attempting(DeskId::new),
                        "1 to 40 lower-case letters, digits and hyphens",
                        new DeskId("desk"));
        Place legacy = fields.optional("legacy-id");
        ZoneId zone = Values.zone(fields.required("zone"));
        Desk desk = new Desk(
                id,
                legacy.isPresent()
                        ? OptionalInt.of(Values.number(legacy, 0, Integer.MAX_VALUE, 0))
                        : OptionalInt.empty(),
                zone,
                new RuleBook(rules(fields.required("rules")), communes(fields.required("communes"))),
                contact(fields.required("contact")),
                links(fields.required("links")),
                sender(fields.required("sender")),
                texts(fields.optional("texts")));
        PlannedDesk planned = new PlannedDesk(
                desk,
                ReleaseReader.read(fields.optional("releases"), id, zone),
                SlotReader.read(fields.required("slots"), zone, now));
        fields.end();
        return planned;
    }

    private static List<EligibilityRules> rules(Place place) {
        List<EligibilityRules> versions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<LocalDate> days = new HashSet<>();
        for (Place item : place.items()) {
            Fields fields = item.fields();
            EligibilityRules rules = new EligibilityRules(
                    Values.line(fields.required("version")),
                    Values.date(fields.required("effective-from"), LocalDate.EPOCH),
                    Values.period(fields.required("opens-before")),
                    Values.period(fields.required("closes-after")),
                    Values.number(fields.required("late-fee-euros"), 0, 10_000, 0),
                    Values.period(fields.required("duplicate-validity")));
            fields.end();
            if (!names.add(rules.version())) {
                item.report("version “" + rules.version() + "” stands here a second time");
            }
            if (!days.add(rules.effectiveFrom())) {
                item.report("two versions take effect on " + rules.effectiveFrom());
            }
            versions.add(rules);
        }
        if (place.isPresent() && versions.isEmpty()) {
            place.report("at least one version is needed");
        }
        return versions.isEmpty() ? List.of(STAND_IN) : versions;
    }

    private static List<Commune> communes(Place place) {
        List<Commune> communes = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (Place item : place.items()) {
            Fields fields = item.fields();
            Place code = fields.required("code");
            Commune commune = new Commune(
                    code.value(
                            typed -> Optional.of(typed)
                                    .filter(text -> INSEE.matcher(text).matches()),
                            "an INSEE code such as 97302",
                            "00000"),
                    Values.line(fields.required("name")),
                    Values.flag(fields.required("served")));
            fields.end();
            if (!codes.add(commune.code())) {
                code.report("stands here a second time");
            }
            communes.add(commune);
        }
        if (place.isPresent() && communes.stream().noneMatch(Commune::served)) {
            place.report("at least one commune must be served");
        }
        return communes;
    }

    private static Desk.Contact contact(Place place) {
        Fields fields = place.fields();
        Place address = fields.required("address");
        Desk.Contact contact = new Desk.Contact(
                Values.line(fields.required("prefecture")),
                Values.line(fields.required("office")),
                address.items().stream().map(Values::line).toList(),
                Values.line(fields.required("phone")));
        if (address.isPresent() && contact.address().isEmpty()) {
            address.report("at least one line is needed");
        }
        fields.end();
        return contact;
    }

    private static Desk.Links links(Place place) {
        Fields fields = place.fields();
        Desk.Links links = new Desk.Links(
                Values.link(fields.required("site")),
                Values.link(fields.required("first-permit")),
                Values.link(fields.required("late-renewal")),
                Values.link(fields.required("other-arrondissement")));
        fields.end();
        return links;
    }

    private static Desk.Sender sender(Place place) {
        Fields fields = place.fields();
        String name = Values.line(fields.required("name"));
        String address = Values.mailAddress(fields.required("address"));
        Place replyTo = fields.optional("reply-to");
        fields.end();
        return new Desk.Sender(name, address, replyTo.isPresent() ? Values.mailAddress(replyTo) : address);
    }

    private static Map<Language, Map<String, String>> texts(Place place) {
        Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);
        Map<String, Language> languages =
                Arrays.stream(Language.values()).collect(Collectors.toMap(Language::code, language -> language));
        Fields fields = place.fields();
        languages.forEach((code, language) -> {
            Place own = fields.optional(code);
            if (own.isPresent()) {
                texts.put(language, sentences(own, Messages.of(language)));
            }
        });
        fields.end();
        return texts;
    }

    private static Map<String, String> sentences(Place place, Messages shipped) {
        Map<String, String> sentences = new HashMap<>();
        place.fields().forEach((key, sentence) -> {
            if (!shipped.has(key)) {
                sentence.report("no page or mail has a sentence of that name");
            }
            sentence.scalar().ifPresent(text -> {
                if (PrivateUse.isIn(text)) {
                    sentence.report("has characters of private use, which no page can show");
                }
                sentences.put(key, text);
            });
        });
        return Map.copyOf(sentences);
    }
}

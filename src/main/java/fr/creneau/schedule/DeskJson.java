package fr.creneau.schedule;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.eligibility.RuleBook;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.Desk.Contact;
import fr.creneau.domain.slot.Desk.Links;
import fr.creneau.domain.slot.Desk.Sender;
import fr.creneau.domain.slot.DeskId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** A desk as table {@code desk} keeps it in {@code definition}. Reads back what it wrote: {@code decode(encode(d)).equals(d)}. */
public final class DeskJson {
    private DeskJson() {}

    public static JsonObject encode(Desk desk) {
        JsonObject json = new JsonObject()
                .put("id", desk.id().value())
                .put("zone", desk.zone().getId())
                .put("rules", array(desk.rules().versions(), DeskJson::encodeRules))
                .put("communes", array(desk.rules().communes(), DeskJson::encodeCommune))
                .put("contact", encodeContact(desk.contact()))
                .put("links", encodeLinks(desk.links()))
                .put("sender", encodeSender(desk.sender()))
                .put("texts", encodeTexts(desk.texts()));
        desk.legacyId().ifPresent(number -> json.put("legacyId", number));
        return json;
    }

    /** @throws RuntimeException if it was not written by {@link #encode} */
    public static Desk decode(JsonObject json) {
        Integer legacyId = json.getInteger("legacyId");
        return new Desk(
                new DeskId(json.getString("id")),
                legacyId == null ? OptionalInt.empty() : OptionalInt.of(legacyId),
                ZoneId.of(json.getString("zone")),
                new RuleBook(
                        list(json.getJsonArray("rules"), DeskJson::decodeRules),
                        list(json.getJsonArray("communes"), DeskJson::decodeCommune)),
                decodeContact(json.getJsonObject("contact")),
                decodeLinks(json.getJsonObject("links")),
                decodeSender(json.getJsonObject("sender")),
                decodeTexts(json.getJsonObject("texts")));
    }

    private static JsonObject encodeRules(EligibilityRules rules) {
        return new JsonObject()
                .put("version", rules.version())
                .put("effectiveFrom", rules.effectiveFrom().toString())
                .put("opensBefore", rules.opensBefore().toString())
                .put("closesAfter", rules.closesAfter().toString())
                .put("lateFeeEuros", rules.lateFeeEuros())
                .put("duplicateValidity", rules.duplicateValidity().toString());
    }

    private static EligibilityRules decodeRules(JsonObject json) {
        return new EligibilityRules(
                json.getString("version"),
                LocalDate.parse(json.getString("effectiveFrom")),
                Period.parse(json.getString("opensBefore")),
                Period.parse(json.getString("closesAfter")),
                json.getInteger("lateFeeEuros"),
                Period.parse(json.getString("duplicateValidity")));
    }

    private static JsonObject encodeCommune(Commune commune) {
        return new JsonObject()
                .put("code", commune.code())
                .put("name", commune.name())
                .put("served", commune.served());
    }

    private static Commune decodeCommune(JsonObject json) {
        return new Commune(json.getString("code"), json.getString("name"), json.getBoolean("served"));
    }

    private static JsonObject encodeContact(Contact contact) {
        return new JsonObject()
                .put("prefecture", contact.prefecture())
                .put("office", contact.office())
                .put("address", new JsonArray(contact.address()))
                .put("phone", contact.phone());
    }

    private static Contact decodeContact(JsonObject json) {
        return new Contact(
                json.getString("prefecture"),
                json.getString("office"),
                json.getJsonArray("address").stream().map(String.class::cast).toList(),
                json.getString("phone"));
    }

    private static JsonObject encodeLinks(Links links) {
        return new JsonObject()
                .put("site", links.site().toString())
                .put("firstPermit", links.firstPermit().toString())
                .put("lateRenewal", links.lateRenewal().toString())
                .put("otherArrondissement", links.otherArrondissement().toString());
    }

    private static Links decodeLinks(JsonObject json) {
        return new Links(
                URI.create(json.getString("site")),
                URI.create(json.getString("firstPermit")),
                URI.create(json.getString("lateRenewal")),
                URI.create(json.getString("otherArrondissement")));
    }

    private static JsonObject encodeSender(Sender sender) {
        return new JsonObject()
                .put("name", sender.name())
                .put("address", sender.address())
                .put("replyTo", sender.replyTo());
    }

    private static Sender decodeSender(JsonObject json) {
        return new Sender(json.getString("name"), json.getString("address"), json.getString("replyTo"));
    }

    private static JsonObject encodeTexts(Map<Language, Map<String, String>> texts) {
        JsonObject json = new JsonObject();
        texts.forEach((language, sentences) -> {
            JsonObject own = new JsonObject();
            sentences.forEach(own::put);
            json.put(language.code(), own);
        });
        return json;
    }

    private static Map<Language, Map<String, String>> decodeTexts(JsonObject json) {
        Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            JsonObject own = json.getJsonObject(language.code());
            if (own != null) {
                Map<String, String> sentences = new HashMap<>();
                own.fieldNames().forEach(key -> sentences.put(key, own.getString(key)));
                texts.put(language, Map.copyOf(sentences));
            }
        }
        return texts;
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> encode) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(encode.apply(item)));
        return array;
    }

    private static <T> List<T> list(JsonArray array, Function<JsonObject, T> decode) {
        return array.stream().map(JsonObject.class::cast).map(decode).toList();
    }
}

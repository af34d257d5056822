package fr.creneau.domain.slot;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.RuleBook;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A counter of a prefecture that receives people for a set of procedures: its rules, place, links and texts. Desks come from
 * the schedule file, never from code.
 *
 * @param legacyId the number of the desk's page on the site this one replaces ({@code /booking/create/4150}), if it had one
 * @param zone the zone in which all its calendar days and times are meant
 * @param texts for each language, sentences that replace those of the bundles, by key
 */
public record Desk(
        DeskId id,
        OptionalInt legacyId,
        ZoneId zone,
        RuleBook rules,
        Contact contact,
        Links links,
        Sender sender,
        Map<Language, Map<String, String>> texts) {

    /**
     * Where and how to reach the desk.
     *
     * @param prefecture the authority as it signs, e.g. "Préfecture de la Guyane"
     * @param office the office that receives, printed on the convocation
     */
    public record Contact(String prefecture, String office, List<String> address, String phone) {}

    /** Pages of the prefecture's site to which the desk refers people. */
    public record Links(URI site, URI firstPermit, URI lateRenewal, URI otherArrondissement) {}

    /** Who signs the desk's mails. */
    public record Sender(String name, String address, String replyTo) {}
}

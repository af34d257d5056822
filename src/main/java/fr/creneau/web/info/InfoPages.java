package fr.creneau.web.info;

import fr.creneau.config.Config;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import fr.creneau.web.wizard.DeskRooms;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The home page with the list of desks, help and contacts, and the notices the law asks for. */
public final class InfoPages implements Pages {
    private static final long DAYS_OF_A_MONTH = 30;

    /** @param desks in order of their ids */
    record Home(List<HomeDesk> desks) {}

    /**
     * A desk on the home page.
     *
     * @param title what it is for, in the page's language
     * @param next when its next slot starts that anybody may choose
     * @param opens when its next slots go on sale
     * @param room its waiting room, if it has one that is worth a visit
     */
    record HomeDesk(
            String url,
            String title,
            String office,
            Optional<Instant> next,
            Optional<Instant> opens,
            Optional<DeskRooms.Link> room) {}

    /** @param terms of the desks' rules */
    record Help(List<DeskContact> contacts, Terms terms) {}

    /** The rules in force in words; desks that differ are told together: "2 mois, 3 mois". */
    record Terms(String opensBefore, String closesAfter) {}

    /**
     * @param title what the desk is for, in the page's language
     * @param dial the phone number as telephones take it
     * @param documents the page that says what to bring
     */
    record DeskContact(String title, Desk.Contact contact, String dial, URI site, String documents) {}

    record PersonalData(long purgeHours, long keepMonths) {}

    record Plain() {}

    @Override
    public void mount(Router router, Site site) {
        site.get(router, "/", visit -> site.snapshot().map(snapshot -> home(site, visit, snapshot)));
        site.get(
                router,
                "/aide",
                visit -> site.snapshot()
                        .map(snapshot -> help(visit, snapshot, site.clock().instant())));
        site.get(
                router,
                "/donnees-personnelles",
                visit -> personalData(site.config().bookings()).now());
        site.get(
                router,
                "/mentions-legales",
                visit -> plain("legal", "info.legal-title").now());
        site.get(
                router,
                "/accessibilite",
                visit -> plain("accessibility", "info.accessibility-title").now());
    }

    private static Answer home(Site site, Visit visit, Snapshot snapshot) {
        Map<DeskId, DeskRooms.Link> rooms = new HashMap<>();
        snapshot.desks()
                .keySet()
                .forEach(desk -> DeskRooms.links(site, visit, desk).stream()
                        .findFirst()
                        .ifPresent(room -> rooms.put(desk, room)));
        return new Answer.Shared(rooms, "", List.of(), () -> {
            List<HomeDesk> desks = schedules(snapshot)
                    .map(schedule -> homeDesk(visit, schedule, rooms))
                    .toList();
            return Answer.view("home", "info.home-title", new Home(desks));
        });
    }

    private static HomeDesk homeDesk(Visit visit, DeskSchedule schedule, Map<DeskId, DeskRooms.Link> rooms) {
        Desk desk = schedule.desk();
        return new HomeDesk(
                "/rdv/" + desk.id().value(),
                title(visit, desk),
                desk.contact().office(),
                schedule.slots().stream()
                        .filter(offer -> offer.free() > 0)
                        .filter(InfoPages::isForAnybody)
                        .map(offer -> offer.slot().start())
                        .findFirst(),
                schedule.slots().stream()
                        .filter(InfoPages::isForAnybody)
                        .flatMap(offer -> offer.opens().stream())
                        .min(Comparator.naturalOrder()),
                Optional.ofNullable(rooms.get(desk.id())));
    }

    /** Slots of a waiting room are for people whose turn it is. */
    private static boolean isForAnybody(Offer offer) {
        return offer.release().filter(Release::waitingRoom).isEmpty();
    }

    private static String title(Visit visit, Desk desk) {
        return Messages.of(visit.language(), desk).get("info.desk-title");
    }

    private static Answer help(Visit visit, Snapshot snapshot, Instant now) {
        List<DeskContact> contacts = schedules(snapshot)
                .map(DeskSchedule::desk)
                .map(desk -> new DeskContact(
                        title(visit, desk),
                        desk.contact(),
                        desk.contact().phone().replaceAll("[^+0-9]", ""),
                        desk.links().site(),
                        "/rdv/" + desk.id() + "/pieces"))
                .toList();
        return Answer.view("help", "info.help-title", new Help(contacts, terms(visit, snapshot, now)));
    }

    private static Terms terms(Visit visit, Snapshot snapshot, Instant now) {
        List<EligibilityRules> rules = schedules(snapshot)
                .map(DeskSchedule::desk)
                .map(desk -> desk.rules().on(LocalDate.ofInstant(now, desk.zone())))
                .toList();
        return new Terms(
                each(visit, rules, EligibilityRules::opensBefore), each(visit, rules, EligibilityRules::closesAfter));
    }

    private static String each(Visit visit, List<EligibilityRules> rules, Function<EligibilityRules, Period> term) {
        return rules.stream()
                .map(term)
                .map(Dates.in(visit.language())::period)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Answer personalData(Config.Bookings bookings) {
        PersonalData model = new PersonalData(
                bookings.purgeAfter().toHours(), bookings.anonymiseAfter().toDays() / DAYS_OF_A_MONTH);
        return Answer.view("data", "info.data-title", model);
    }

    private static Answer plain(String template, String titleKey) {
        return Answer.view(template, titleKey, new Plain());
    }

    private static Stream<DeskSchedule> schedules(Snapshot snapshot) {
        return snapshot.desks().values().stream()
                .sorted(Comparator.comparing(schedule -> schedule.desk().id().value()));
    }
}

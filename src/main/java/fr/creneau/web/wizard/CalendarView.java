package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.web.Answer;
import fr.creneau.web.Session.Choice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page of the calendar shows: made of what many read alike, and of what is one visitor's own. */
final class CalendarView {
    private static final String WEEK = "semaine";
    private static final String VIEW = "vue";
    private static final String LIST = "liste";

    private CalendarView() {}

    /**
     * @param days on which to come, in words
     * @param near where a wanted slot was full: what is free around it
     */
    record View(
            Optional<Notice.Shown> notice,
            Calendar.Week week,
            boolean asList,
            Optional<String> before,
            Optional<String> after,
            String otherView,
            Optional<Calendar.Cell> first,
            String firstUrl,
            List<Calendar.Cell> near,
            List<Calendar.Opening> openings,
            List<DeskRooms.Link> rooms,
            String days,
            Optional<Instant> held,
            Optional<Instant> deadline,
            String next,
            String action,
            String change) {}

    /**
     * @param openings slots that are announced, if that is what there is
     * @param opensOn the first day on which the applicant may come, if that is the reason
     */
    record NoSlot(
            Optional<Notice.Shown> notice,
            List<Calendar.Opening> openings,
            List<DeskRooms.Link> rooms,
            Optional<LocalDate> opensOn,
            String change,
            String again) {

        /** What the page's heading says too: see its template. */
        String title() {
            if (!openings.isEmpty()) {
                return "wizard.full.announced-title";
            }
            return opensOn.isPresent() ? "wizard.full.early-title" : "wizard.full.title";
        }
    }

    /**
     * All that the page is made of, besides the snapshot and the language, where nothing of it is this visitor's own.
     *
     * @param days of the schedule on which the applicant may come
     * @param opensOn the first day on which they may, if it is to come
     * @param monday of the week that was asked for, if the applicant may come in it
     * @param rooms of the desk that are worth a visit
     */
    record Sight(
            LocalDate today,
            List<LocalDate> days,
            Optional<LocalDate> opensOn,
            Optional<LocalDate> monday,
            boolean asList,
            List<DeskRooms.Link> rooms) {

        static Sight of(Stage stage, Eligible eligible) {
            return of(stage, eligible, DeskRooms.links(stage, eligible));
        }

        static Sight of(Stage stage, Eligible eligible, List<DeskRooms.Link> rooms) {
            LocalDate today = stage.today();
            List<LocalDate> days =
                    stage.schedule().days().stream().filter(eligible::offers).toList();
            return new Sight(
                    today,
                    days,
                    eligible.window().isBounded() ? eligible.opensLater(today) : Optional.empty(),
                    monday(stage.visit().query(WEEK))
                            .filter(wished ->
                                    days.stream().map(Calendar::mondayOf).anyMatch(wished::equals)),
                    stage.visit().query(VIEW).equals(LIST),
                    rooms);
        }

        private static Optional<LocalDate> monday(String typed) {
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Calendar.mondayOf(LocalDate.parse(typed)));
            } catch (DateTimeParseException none) {
                return Optional.empty();
            }
        }

        /** For a page that shows a week of its own, whichever was asked for. */
        Sight ofNoWeek() {
            return new Sight(today, days, opensOn, Optional.empty(), asList, rooms);
        }

        /** As an address of this page has it. */
        String kept() {
            return Stream.concat(
                            monday.map(week -> WEEK + "=" + week).stream(),
                            asList ? Stream.of(VIEW + "=" + LIST) : Stream.empty())
                    .collect(Collectors.joining("&"));
        }

        LocalDate week(Calendar calendar) {
            return monday.filter(wished -> calendar.week(wished).hasSlots())
                    .orElseGet(() -> calendar.startingWeek(today));
        }
    }

    /**
     * What of the page is this visitor's own.
     *
     * @param held the choice of this browser that the store still keeps for it
     * @param near where a wanted slot was full: what is free around it
     */
    record Personal(Optional<Choice> held, String next, Optional<Notice.Shown> notice, List<Calendar.Cell> near) {
        static final Personal NOTHING = new Personal(Optional.empty(), "", Optional.empty(), List.of());

        Personal with(Notice.Shown other, List<Calendar.Cell> others) {
            return new Personal(held, next, Optional.of(other), others);
        }
    }

    /** @param days on which to come, in words */
    static Answer.View show(Stage stage, Sight sight, Calendar calendar, LocalDate monday, String days, Personal own) {
        List<Calendar.Opening> openings = calendar.openings();
        if (!calendar.hasFree()) {
            NoSlot none = new NoSlot(
                    own.notice(),
                    openings,
                    sight.rooms(),
                    sight.opensOn(),
                    stage.path("/descriptif"),
                    stage.path("/plage"));
            return stage.view(2, "complet", none.title(), none);
        }
        boolean asList = sight.asList();
        View view = new View(
                own.notice(),
                calendar.week(monday),
                asList,
                calendar.weekBefore(monday).map(week -> url(stage, week, asList)),
                calendar.weekAfter(monday).map(week -> url(stage, week, asList)),
                url(stage, monday, !asList),
                calendar.firstFree(),
                url(stage, calendar.startingWeek(sight.today()), asList),
                own.near(),
                openings,
                sight.rooms(),
                days,
                own.held().map(Choice::start),
                own.held().map(Choice::deadline),
                own.next(),
                stage.path("/plage"),
                stage.path("/descriptif"));
        return stage.view(2, "plage", "wizard.slot.title", view);
    }

    private static String url(Stage stage, LocalDate monday, boolean asList) {
        return stage.path("/plage") + "?" + WEEK + "=" + monday + (asList ? "&" + VIEW + "=" + LIST : "");
    }
}

package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.eligibility.Verdict;
import fr.creneau.hold.HoldMessages;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Session;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Step 1: what the site is for, whether it is for the applicant, and the conditions. */
public final class DescriptionPage implements Pages {
    private static final int EXAMPLE_DAY = 13;

    @Override
    public void mount(Router router, Site site) {
        Stage.get(router, site, "", stage -> stage.go("/descriptif"));
        Stage.get(router, site, "/descriptif", DescriptionPage::show);
        Stage.post(router, site, "/descriptif", DescriptionPage::submit);
    }

    /** @param selected whether it was chosen before */
    record Option(String value, String label, String hint, boolean selected) {}

    /**
     * The rules in force today in words.
     *
     * @param example an expiry, and the first day to come with it
     */
    record Terms(int feeEuros, String opensBefore, String closesAfter, LocalDate example, LocalDate exampleFirst) {
        static Terms of(EligibilityRules rules, LocalDate today, Dates words) {
            LocalDate example = LocalDate.of(today.getYear() + 1, Month.APRIL, EXAMPLE_DAY);
            return new Terms(
                    rules.lateFeeEuros(),
                    words.period(rules.opensBefore()),
                    words.period(rules.closesAfter()),
                    example,
                    example.minus(rules.opensBefore()));
        }
    }

    record View(
            Terms terms,
            String documents,
            List<Option> procedures,
            List<Option> communes,
            Map<String, String> form,
            boolean accepted,
            List<DeskRooms.Link> rooms,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action) {}

    /** All that the page is made of for those who come for the first time, besides the desk and the language. */
    private record FirstSight(LocalDate today, List<DeskRooms.Link> rooms) {}

    private static Future<Answer> show(Stage stage) {
        Map<String, String> typed = typed(stage);
        List<DeskRooms.Link> rooms = rooms(stage);
        if (!typed.isEmpty()) {
            return view(stage, stage.today(), rooms, typed, new FieldErrors()).now();
        }
        FirstSight sight = new FirstSight(stage.today(), rooms);
        // Not kept by the browser: who comes back finds what they answered.
        return new Answer.Shared(
                        sight,
                        "",
                        List.of(),
                        () -> view(stage, sight.today(), sight.rooms(), Map.of(), new FieldErrors()))
                .notKept()
                .now();
    }

    private static Answer.View view(
            Stage stage, LocalDate today, List<DeskRooms.Link> rooms, Map<String, String> typed, FieldErrors errors) {
        Messages messages = stage.visit().messages();
        Terms terms = Terms.of(stage.desk().rules().on(today), today, Dates.in(messages.language()));
        View view = new View(
                terms,
                stage.path(DocumentsPage.STEP),
                procedures(messages, terms, typed.getOrDefault(DescriptionForm.PROCEDURE, "")),
                communes(stage, messages, typed.getOrDefault(DescriptionForm.COMMUNE, "")),
                typed,
                typed.containsKey(DescriptionForm.CONDITIONS),
                rooms,
                errors.lines(messages),
                errors.byField(messages),
                stage.path("/descriptif"));
        return stage.view(1, "descriptif", "wizard.description.title", view);
    }

    /** Who has not answered the questions yet is led to them: enrolling takes the answers. */
    private static List<DeskRooms.Link> rooms(Stage stage) {
        List<DeskRooms.Link> rooms = DeskRooms.links(stage);
        return stage.journey().isPresent()
                ? rooms
                : rooms.stream()
                        .map(room -> new DeskRooms.Link("#questions", room.key(), room.opens(), room.enrols()))
                        .toList();
    }

    private static Future<Answer> submit(Stage stage) {
        Visit visit = stage.visit();
        return visit.formKeepingDraft(DescriptionForm.FIELDS)
                .compose(
                        fields -> visit.inOtherLanguage(fields).map(Answer::now).orElseGet(() -> judge(stage, fields)));
    }

    private static Future<Answer> judge(Stage stage, Map<String, String> fields) {
        FieldErrors errors = new FieldErrors();
        Optional<Answers> answers =
                DescriptionForm.of(fields).read(stage.desk().rules().communes(), stage.today(), errors);
        return answers.isEmpty()
                ? view(stage, stage.today(), rooms(stage), typed(stage), errors)
                        .status(422)
                        .now()
                : accept(stage, answers.get());
    }

    private static Future<Answer> accept(Stage stage, Answers answers) {
        Optional<Journey> before = stage.visit().session().flatMap(Session::journey);
        Optional<Journey> correctable =
                stage.journey().filter(journey -> journey.sent().isEmpty());
        Journey after = correctable
                .map(journey -> journey.answers(answers))
                .orElseGet(() -> Journey.begin(stage.deskId(), answers));
        stage.keep(after);
        boolean eligible = stage.desk().rules().judge(answers, stage.today()) instanceof Verdict.Eligible;
        // Who corrects an answer from the review page goes back there; the guards see to the rest.
        Future<Answer> next = eligible && after.proven() && after.choice().isPresent()
                ? stage.go("/validation")
                : stage.go("/verdict");
        return leaveOtherDesk(stage, before).compose(left -> next);
    }

    /** One hold for a browser: the seat held at another desk is given back. Should that fail, it expires. */
    private static Future<Void> leaveOtherDesk(Stage stage, Optional<Journey> before) {
        Visit visit = stage.visit();
        return before.filter(journey -> !journey.desk().equals(stage.deskId()))
                .filter(journey ->
                        journey.choice().isPresent() && journey.sent().isEmpty())
                .map(journey -> stage.site()
                        .bus()
                        .request(HoldMessages.RELEASE, new HoldMessages.Release(journey.desk(), visit.sessionId()))
                        .<Void>mapEmpty()
                        .otherwiseEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** What was typed last; else what is known from the session. */
    private static Map<String, String> typed(Stage stage) {
        Map<String, String> typed = new HashMap<>(stage.visit().draft().fields());
        if (!typed.containsKey(DescriptionForm.PROCEDURE)) {
            stage.journey().map(Journey::answers).ifPresent(answers -> {
                LocalDate expiry = answers.permitExpiry();
                typed.put(DescriptionForm.PROCEDURE, answers.procedure().code());
                typed.put(DescriptionForm.DAY, String.valueOf(expiry.getDayOfMonth()));
                typed.put(DescriptionForm.MONTH, String.valueOf(expiry.getMonthValue()));
                typed.put(DescriptionForm.YEAR, String.valueOf(expiry.getYear()));
                typed.put(DescriptionForm.COMMUNE, answers.commune());
            });
        }
        return typed;
    }

    private static List<Option> procedures(Messages messages, Terms terms, String chosen) {
        return Arrays.stream(Procedure.values())
                .map(procedure -> new Option(
                        procedure.code(),
                        messages.get("wizard.procedure." + procedure.code()),
                        messages.get("wizard.procedure." + procedure.code() + "-hint", terms.closesAfter()),
                        procedure.code().equals(chosen)))
                .toList();
    }

    private static List<Option> communes(Stage stage, Messages messages, String chosen) {
        Stream<Commune> listed = stage.desk().rules().communes().stream();
        Commune elsewhere = new Commune(Answers.ELSEWHERE, messages.get("wizard.description.commune-elsewhere"), false);
        return Stream.concat(listed, Stream.of(elsewhere))
                .map(commune -> new Option(
                        commune.code(), commune.name(), "", commune.code().equals(chosen)))
                .toList();
    }
}

package fr.creneau.mail;

import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.slot.Desk;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The turns of phrase that mails share, in one language and for one desk. */
final class Wording {
    /** What no name holds, but a link or an advertisement does. */
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^\\p{L}\\p{M}'’ -]+");

    private static final int LONGEST_NAME = 80;

    private final Messages messages;
    private final Desk desk;
    private final Dates dates;

    Wording(Messages messages, Desk desk) {
        this.messages = messages;
        this.desk = desk;
        this.dates = Dates.in(messages.language());
    }

    /** A line of a table of facts. */
    record Fact(String label, String value) {}

    String say(String key, Object... arguments) {
        return messages.get(key, arguments);
    }

    /** A time of day with the zone said plainly: "14 h 32 (heure de Cayenne)". */
    String time(Instant instant) {
        return say("mail.time", hour(instant), zonePlace());
    }

    /** A letter whose subject tells day and time, and that shows the facts. */
    Letter letter(String template, Appointment appointment) {
        return new Letter(
                template,
                say("mail." + template + ".subject", day(appointment.start()), hour(appointment.start())),
                Map.of("facts", facts(appointment)));
    }

    List<Fact> facts(Appointment appointment) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("mail.fact.date", day(appointment.start())));
        facts.add(fact("mail.fact.time", time(appointment.start())));
        facts.add(fact("mail.fact.place", place()));
        facts.add(fact(
                "mail.fact.procedure",
                say("mail.procedure." + appointment.answers().procedure().code())));
        facts.add(fact("mail.fact.name", name(appointment.applicant())));
        facts.add(fact("mail.fact.reference", appointment.reference().value()));
        return facts;
    }

    List<String> documents(Appointment appointment) {
        return messages.lines("documents." + appointment.answers().procedure().code());
    }

    /** The notice of the fee, empty when none is due. */
    String fee(Appointment appointment) {
        return appointment.feeEuros() == 0 ? "" : say("mail.fee", appointment.feeEuros());
    }

    /** Why an appointment is cancelled, in terms of the rules it was judged by. */
    String reason(String key, Appointment appointment) {
        EligibilityRules rules = desk.rules().on(LocalDate.ofInstant(appointment.start(), desk.zone()));
        return say(key, dates.period(rules.closesAfter()), dates.period(rules.opensBefore()));
    }

    private String day(Instant instant) {
        return dates.date(instant.atZone(desk.zone()));
    }

    private String hour(Instant instant) {
        return dates.time(instant.atZone(desk.zone()));
    }

    /** The place whose time it is, for "heure de Cayenne". */
    private String zonePlace() {
        String id = desk.zone().getId();
        return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
    }

    private String place() {
        return desk.contact().office() + ", " + String.join(", ", desk.contact().address());
    }

    /**
     * The first mail goes to an address nobody has confirmed yet: a "name" that is an advertisement with a link must not reach a
     * stranger over our signature.
     */
    private static String name(Applicant applicant) {
        String name = NOT_OF_A_NAME
                .matcher(applicant.firstName() + " " + applicant.lastName())
                .replaceAll(" ")
                .replaceAll(" +", " ")
                .strip();
        return name.length() > LONGEST_NAME
                ? name.substring(0, LONGEST_NAME - 1).strip() + "…"
                : name;
    }

    private Fact fact(String label, String value) {
        return new Fact(say(label), value);
    }
}

package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.Procedure;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The eligibility questions of the first page. */
public record DescriptionForm(String procedure, TypedDate expiry, String commune, boolean accepted) {
    public static final String PROCEDURE = "demarche";
    public static final String DAY = "jour";
    public static final String MONTH = "mois";
    public static final String YEAR = "annee";
    public static final String COMMUNE = "commune";
    public static final String CONDITIONS = "conditions";
    static final String[] FIELDS = {PROCEDURE, DAY, MONTH, YEAR, COMMUNE, CONDITIONS};

    /** Further away is a slip of the finger: permits last ten years at most. */
    private static final int YEARS_AROUND = 30;

    public static DescriptionForm of(Map<String, String> fields) {
        return new DescriptionForm(
                fields.getOrDefault(PROCEDURE, ""),
                new TypedDate(
                        fields.getOrDefault(DAY, ""), fields.getOrDefault(MONTH, ""), fields.getOrDefault(YEAR, "")),
                fields.getOrDefault(COMMUNE, ""),
                fields.containsKey(CONDITIONS));
    }

    /** The answers; empty when something is wrong, which is then in {@code errors}. */
    public Optional<Answers> read(List<Commune> communes, LocalDate today, FieldErrors errors) {
        Optional<Procedure> wanted = Arrays.stream(Procedure.values())
                .filter(known -> known.code().equals(procedure))
                .findFirst();
        if (wanted.isEmpty()) {
            errors.add(PROCEDURE, "wizard.description.error-procedure");
        }
        if (wanted.isPresent() && !wanted.get().booked()) {
            // Sent elsewhere whatever the other answers are: no need to ask for them.
            return Optional.of(new Answers(wanted.get(), today, Answers.ELSEWHERE));
        }
        Optional<LocalDate> date = expiry.read().filter(day -> isPlausible(day, today));
        if (date.isEmpty()) {
            errors.add(
                    DAY, expiry.isEmpty() ? "wizard.description.error-date-missing" : "wizard.description.error-date");
        }
        boolean known = commune.equals(Answers.ELSEWHERE)
                || communes.stream().anyMatch(one -> one.code().equals(commune));
        if (!known) {
            errors.add(COMMUNE, "wizard.description.error-commune");
        }
        if (!accepted) {
            errors.add(CONDITIONS, "wizard.description.error-conditions");
        }
        return errors.isEmpty()
                ? wanted.flatMap(one -> date.map(day -> new Answers(one, day, commune)))
                : Optional.empty();
    }

    private static boolean isPlausible(LocalDate day, LocalDate today) {
        return Math.abs(day.getYear() - today.getYear()) <= YEARS_AROUND;
    }
}

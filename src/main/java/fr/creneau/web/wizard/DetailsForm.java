package fr.creneau.web.wizard;

import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.applicant.PersonName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the fourth page asks. What was typed is kept as it was; {@link #read} says what it means. */
public record DetailsForm(
        String lastName, String firstName, String email, String emailChoice, String agdref, String phone) {
    public static final String LAST_NAME = "nom";
    public static final String FIRST_NAME = "prenom";
    public static final String EMAIL = "courriel";
    public static final String EMAIL_CHOICE = "courriel-choix";
    public static final String AGDREF = "agdref";
    public static final String PHONE = "telephone";

    static final String[] FIELDS = {LAST_NAME, FIRST_NAME, EMAIL, EMAIL_CHOICE, AGDREF, PHONE};

    /** Answers to "did you mean": take the address proposed, or keep the one typed. */
    public static final String TAKE = "corriger";

    public static final String KEEP = "garder";

    private static final Pattern PHONE_FORM = Pattern.compile("\\+?[0-9]{6,15}");

    public static DetailsForm of(Map<String, String> typed) {
        Function<String, String> get = name -> typed.getOrDefault(name, "");
        return new DetailsForm(
                get.apply(LAST_NAME),
                get.apply(FIRST_NAME),
                get.apply(EMAIL),
                get.apply(EMAIL_CHOICE),
                get.apply(AGDREF),
                get.apply(PHONE));
    }

    /** The applicant; empty when something is wrong, which is then in {@code errors}. */
    public Optional<Applicant> read(FieldErrors errors) {
        Optional<String> last = PersonName.parse(lastName);
        if (last.isEmpty()) {
            errors.add(LAST_NAME, nameError(lastName, "wizard.details.error-last-name-missing"));
        }
        Optional<String> first = PersonName.parse(firstName);
        if (first.isEmpty()) {
            errors.add(FIRST_NAME, nameError(firstName, "wizard.details.error-first-name-missing"));
        }
        Optional<EmailAddress> address = address(errors);
        Optional<AgdrefNumber> number = AgdrefNumber.parse(agdref);
        if (number.isEmpty()) {
            errors.add(
                    AGDREF, agdref.isBlank() ? "wizard.details.error-agdref-missing" : "wizard.details.error-agdref");
        }
        Optional<String> called = phoneNumber();
        if (called.isEmpty() && !phone.isBlank()) {
            errors.add(PHONE, "wizard.details.error-phone");
        }
        if (!errors.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Applicant(
                last.orElseThrow(), first.orElseThrow(), address.orElseThrow(), number.orElseThrow(), called));
    }

    /** The address probably meant, as long as nobody said which one is right. */
    public Optional<EmailAddress> proposal() {
        return emailChoice.equals(KEEP)
                ? Optional.empty()
                : EmailAddress.parse(email).flatMap(EmailAddress::likelyMeant);
    }

    private Optional<EmailAddress> address(FieldErrors errors) {
        Optional<EmailAddress> typed = EmailAddress.parse(email);
        if (typed.isEmpty()) {
            errors.add(EMAIL, email.isBlank() ? "wizard.details.error-email-missing" : "wizard.details.error-email");
            return typed;
        }
        Optional<EmailAddress> meant = proposal();
        if (meant.isEmpty()) {
            return typed;
        }
        if (!emailChoice.equals(TAKE)) {
            errors.add(EMAIL_CHOICE, "wizard.details.error-email-choice");
        }
        return meant;
    }

    private static String nameError(String typed, String missing) {
        if (typed.isBlank()) {
            return missing;
        }
        return PersonName.isInAnotherScript(typed) ? "wizard.details.error-name-script" : "wizard.details.error-name";
    }

    private Optional<String> phoneNumber() {
        String bare = phone.replaceAll("[\\p{Z}\\s.()/-]", "");
        return PHONE_FORM.matcher(bare).matches() ? Optional.of(bare) : Optional.empty();
    }

    /** Personal data: never in a log by accident. */
    @Override
    public String toString() {
        return "DetailsForm[…]";
    }
}

package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.text.Messages;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final List<Commune> COMMUNES = List.of(new Commune("97302", "Cayenne", true));

    @ParameterizedTest
    @CsvSource({
        "13,4,2027",
        "13,04,2027",
        "13,avril,2027",
        "13,Avr.,27",
        "13,April,2027",
        "' 13 ',apr,2027",
        "١٣,٤,٢٠٢٧",
        "13/04/2027,'',''",
        "13 avril 2027,'',''",
        "13.4.27,'',''"
    })
    void a_date_is_read_however_people_type_it(String day, String month, String year) {
        assertThat(new TypedDate(day, month, year).read()).contains(LocalDate.of(2027, 4, 13));
    }

    @ParameterizedTest
    @CsvSource({
        "31,4,2027",
        "29,2,2027",
        "0,1,2027",
        "13,13,2027",
        "13,ju,2027",
        "13,4,''",
        "'',4,2027",
        "x,4,2027",
        "13,4,-27",
        "13,4,20277",
        "99999999999,4,2027"
    })
    void a_day_that_does_not_exist_is_refused(String day, String month, String year) {
        assertThat(new TypedDate(day, month, year).read()).isEmpty();
    }

    @Test
    void an_empty_first_page_names_every_question() {
        FieldErrors errors = new FieldErrors();
        assertThat(DescriptionForm.of(Map.of()).read(COMMUNES, TODAY, errors)).isEmpty();
        assertThat(errors.byField(Messages.of(Language.FR)))
                .containsOnlyKeys("demarche", "jour", "commune", "conditions");
    }

    @Test
    void a_procedure_that_is_not_booked_here_needs_no_other_answer() {
        FieldErrors errors = new FieldErrors();
        Optional<Answers> answers =
                DescriptionForm.of(Map.of("demarche", "recepisse")).read(COMMUNES, TODAY, errors);
        assertThat(answers.map(Answers::procedure)).contains(Procedure.RECEIPT_RENEWAL);
        assertThat(errors.isEmpty()).isTrue();
    }

    @Test
    void an_unknown_procedure_or_commune_is_an_error_and_not_a_fault() {
        FieldErrors errors = new FieldErrors();
        Map<String, String> fields = Map.of(
                "demarche", "'; drop", "jour", "1", "mois", "1", "annee", "1900", "commune", "x", "conditions", "oui");
        assertThat(DescriptionForm.of(fields).read(COMMUNES, TODAY, errors)).isEmpty();
        assertThat(errors.byField(Messages.of(Language.EN))).containsOnlyKeys("demarche", "jour", "commune");
    }

    @Test
    void details_are_tidied_but_never_guessed() {
        FieldErrors errors = new FieldErrors();
        Applicant applicant = details("nom", "  D’Abreu\u00a0 da Silva ", "telephone", "+594 (0)694.12-34-56")
                .read(errors)
                .orElseThrow();
        assertThat(applicant.lastName()).isEqualTo("D’Abreu da Silva");
        assertThat(applicant.agdref().digits()).isEqualTo("9731023456");
        assertThat(applicant.phone()).contains("+5940694123456");
    }

    @ParameterizedTest
    @CsvSource({
        "nom,''",
        "nom,1234",
        "nom,<script>",
        "prenom,' '",
        "courriel,a@",
        "courriel,a b@c.fr",
        "agdref,F97312345O",
        "agdref,123",
        "telephone,12",
        "telephone,appelez-moi"
    })
    void each_field_says_what_is_wrong_with_it(String field, String typed) {
        FieldErrors errors = new FieldErrors();
        assertThat(details(field, typed).read(errors)).isEmpty();
        assertThat(errors.byField(Messages.of(Language.FR))).containsOnlyKeys(field);
    }

    @Test
    void a_name_that_is_too_long_or_turns_the_text_around_is_refused() {
        for (String name : List.of("A".repeat(81), "A\u202eB", "A\u0000B", "A\nB<")) {
            assertThat(details("nom", name).read(new FieldErrors())).isEmpty();
        }
    }

    @Test
    void a_name_in_another_script_is_asked_for_in_latin_letters() {
        FieldErrors errors = new FieldErrors();
        assertThat(details("nom", "李", "prenom", "1").read(errors)).isEmpty();
        Messages french = Messages.of(Language.FR);
        assertThat(errors.byField(french))
                .containsEntry("nom", french.get("wizard.details.error-name-script"))
                .containsEntry("prenom", french.get("wizard.details.error-name"));
    }

    @Test
    void a_likely_slip_in_the_address_is_asked_about_once() {
        FieldErrors errors = new FieldErrors();
        assertThat(details("courriel", "a@gmial.com").read(errors)).isEmpty();
        assertThat(errors.byField(Messages.of(Language.FR))).containsOnlyKeys("courriel-choix");
        assertThat(email("garder")).isEqualTo("a@gmial.com");
        assertThat(email("corriger")).isEqualTo("a@gmail.com");
    }

    private static String email(String choice) {
        return details("courriel", "a@gmial.com", "courriel-choix", choice)
                .read(new FieldErrors())
                .orElseThrow()
                .email()
                .value();
    }

    private static DetailsForm details(String... changes) {
        Map<String, String> fields = new HashMap<>(
                Map.of("nom", "Bélizaire", "prenom", "Éloïse", "courriel", "e@example.org", "agdref", "F973123456"));
        for (int i = 0; i < changes.length; i += 2) {
            fields.put(changes[i], changes[i + 1]);
        }
        return DetailsForm.of(fields);
    }
}

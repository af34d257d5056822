package fr.creneau.domain.applicant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {
    @ParameterizedTest
    @CsvSource({
        "'  D’Abreu\u00a0 da Silva ', D’Abreu da Silva",
        "N'Guyen, N'Guyen",
        "Jean-Élie, Jean-Élie",
        "E\u0301loi\u0308se, Éloïse",
        "Nguyễn Thị Ánh, Nguyễn Thị Ánh",
        "Şahin Ğ., Şahin Ğ.",
        "Ｍａｒｉｅ, Marie"
    })
    void names_in_latin_letters_are_tidied_and_kept(String typed, String kept) {
        assertThat(PersonName.parse(typed)).contains(kept);
        assertThat(PersonName.isInAnotherScript(typed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"李明", "محمد", "Иван", "Nguyễn 李", "Γιώργος", "山田たろう"})
    void names_in_other_letters_are_refused_and_told_apart(String typed) {
        assertThat(PersonName.parse(typed)).isEmpty();
        assertThat(PersonName.isInAnotherScript(typed)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1234", "<b>", "-", "A\u202eB", "A\u0000B", "A/B"})
    void what_is_no_name_is_refused(String typed) {
        assertThat(PersonName.parse(typed)).isEmpty();
        assertThat(PersonName.isInAnotherScript(typed)).isFalse();
    }

    @Test
    void a_name_has_eighty_characters_at_most() {
        assertThat(PersonName.parse("A".repeat(80))).isPresent();
        assertThat(PersonName.parse("A".repeat(81))).isEmpty();
    }
}

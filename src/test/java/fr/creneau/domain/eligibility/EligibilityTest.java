package fr.creneau.domain.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.eligibility.Verdict.Referred;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of RULES.md §1. */
class EligibilityTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final String CAYENNE = "97302";
    private static final List<String> SAINT_LAURENT =
            List.of("97360", "97361", "97357", "97306", "97353", "97362", "97311", "97352");

    private static final RuleBook BOOK = book(rules("2026", "2012-01-01", 2, 6, 180));

    private static EligibilityRules rules(String version, String from, int opens, int closes, int fee) {
        return new EligibilityRules(
                version,
                LocalDate.parse(from),
                Period.ofMonths(opens),
                Period.ofMonths(closes),
                fee,
                Period.ofMonths(2));
    }

    private static RuleBook book(EligibilityRules... versions) {
        List<Commune> communes = new java.util.ArrayList<>();
        communes.add(new Commune(CAYENNE, "Cayenne", true));
        SAINT_LAURENT.forEach(code -> communes.add(new Commune(code, "Commune " + code, false)));
        return new RuleBook(List.of(versions), communes);
    }

    private static Verdict judge(Procedure procedure, String expiry, String commune, LocalDate today) {
        return BOOK.judge(new Answers(procedure, LocalDate.parse(expiry), commune), today);
    }

    private static Eligible eligible(RuleBook book, Procedure procedure, String expiry, LocalDate today) {
        Verdict verdict = book.judge(new Answers(procedure, LocalDate.parse(expiry), CAYENNE), today);
        assertThat(verdict).isInstanceOf(Eligible.class);
        return (Eligible) verdict;
    }

    @ParameterizedTest(name = "expiry {0}, appointment {1}: offered {2}, fee {3}")
    @CsvSource({
        // D earlier than expiry − 2 months: not offered
        "2027-03-15, 2027-01-14, false, 0",
        // expiry − 2 months ≤ D ≤ expiry: eligible
        "2027-03-15, 2027-01-15, true, 0",
        "2027-03-15, 2027-02-20, true, 0",
        "2027-03-15, 2027-03-15, true, 0",
        // expiry < D ≤ expiry + 6 months: eligible, 180 €
        "2027-03-15, 2027-03-16, true, 180",
        "2027-03-15, 2027-09-15, true, 180",
        // D later than expiry + 6 months
        "2027-03-15, 2027-09-16, false, 0",
        // months end where the calendar ends them
        "2026-12-31, 2027-06-30, true, 180",
        "2026-12-31, 2027-07-01, false, 0",
        "2027-04-30, 2027-02-27, false, 0",
        "2027-04-30, 2027-02-28, true, 0",
        "2027-08-31, 2027-06-30, true, 0",
        "2027-08-31, 2028-02-29, true, 180",
        "2027-08-31, 2028-03-01, false, 0",
    })
    void aRenewalIsOfferedInsideItsWindowOnTheAppointmentsDay(
            LocalDate expiry, LocalDate appointment, boolean offered, int fee) {
        Eligible verdict = eligible(BOOK, Procedure.RENEWAL, expiry.toString(), TODAY);
        assertThat(verdict.offers(appointment)).isEqualTo(offered);
        assertThat(verdict.feeOn(appointment)).isEqualTo(fee);
        assertThat(verdict.feeDueOn(appointment)).isEqualTo(fee > 0);
        assertThat(verdict.feeAfter()).isEqualTo(expiry);
        assertThat(verdict.feeEuros()).isEqualTo(180);
    }

    @ParameterizedTest(name = "expiry {0} opens {1}")
    @CsvSource({
        "2026-04-30, 2026-02-28",
        "2028-02-29, 2027-12-29",
        "2028-04-30, 2028-02-29",
        "2018-04-13, 2018-02-13",
        "2026-10-31, 2026-08-31",
        "2027-01-31, 2026-11-30",
    })
    void theWindowOpensTwoCalendarMonthsBefore(LocalDate expiry, LocalDate opens) {
        Eligible verdict = eligible(BOOK, Procedure.RENEWAL, expiry.toString(), expiry.minusYears(1));
        assertThat(verdict.window().first()).isEqualTo(opens);
        assertThat(verdict.opensLater(opens.minusDays(1))).contains(opens);
        assertThat(verdict.opensLater(opens)).isEmpty();
    }

    @Test
    void theSeedsOwnExample() {
        Eligible verdict = eligible(BOOK, Procedure.RENEWAL, "2018-04-13", LocalDate.of(2018, 1, 2));
        assertThat(verdict.offers(LocalDate.of(2018, 2, 12))).isFalse();
        assertThat(verdict.offers(LocalDate.of(2018, 2, 13))).isTrue();
        assertThat(verdict.offers(LocalDate.of(2018, 4, 13))).isTrue();
        assertThat(verdict.feeOn(LocalDate.of(2018, 4, 13))).isZero();
        assertThat(verdict.feeOn(LocalDate.of(2018, 4, 14))).isEqualTo(180);
    }

    @Test
    void aRenewalMoreThanSixMonthsLateIsReferredToAdmissionAuSejour() {
        assertThat(judge(Procedure.RENEWAL, "2026-05-22", CAYENNE, TODAY))
                .isEqualTo(new Referred(Referral.LATE_RENEWAL));
        assertThat(judge(Procedure.RENEWAL, "2026-05-23", CAYENNE, TODAY)).isInstanceOf(Eligible.class);
    }

    @ParameterizedTest(name = "{0}, expiry {1}")
    @CsvSource({
        "MODIFICATION, 2026-11-23",
        "MODIFICATION, 2026-12-01",
        "MODIFICATION, 2036-01-01",
        "DUPLICATE, 2027-01-24",
        "DUPLICATE, 2036-01-01"
    })
    void aValidPermitIsModifiedOrDuplicatedOnAnyDayWithoutFee(Procedure procedure, String expiry) {
        Eligible verdict = eligible(BOOK, procedure, expiry, TODAY);
        assertThat(verdict.window().isBounded()).isFalse();
        assertThat(verdict.opensLater(TODAY)).isEmpty();
        assertThat(verdict.offers(TODAY)).isTrue();
        assertThat(verdict.offers(LocalDate.of(2039, 12, 31))).isTrue();
        assertThat(verdict.feeOn(LocalDate.of(2039, 12, 31))).isZero();
        assertThat(verdict.feeEuros()).isZero();
    }

    @ParameterizedTest(name = "expiry {0}")
    @ValueSource(strings = {"2027-01-23", "2027-01-01", "2026-11-23", "2026-11-22", "2026-05-23"})
    void aDuplicateOfAPermitThatExpiresWithinTwoMonthsIsARenewal(String expiry) {
        assertThat(judge(Procedure.DUPLICATE, expiry, CAYENNE, TODAY))
                .isEqualTo(new Referred(Referral.RENEWAL_INSTEAD));
        // …and the renewal it is told to ask for is possible from today on
        assertThat(eligible(BOOK, Procedure.RENEWAL, expiry, TODAY).opensLater(TODAY))
                .isEmpty();
    }

    @Test
    void anExpiredPermitIsRenewedNotModified() {
        assertThat(judge(Procedure.MODIFICATION, "2026-11-22", CAYENNE, TODAY))
                .isEqualTo(new Referred(Referral.RENEWAL_INSTEAD));
    }

    @ParameterizedTest
    @EnumSource(names = {"RENEWAL", "MODIFICATION", "DUPLICATE"})
    void aPermitThatExpiredMoreThanSixMonthsAgoIsPastRenewingWhateverIsAskedFor(Procedure procedure) {
        assertThat(judge(procedure, "2026-05-22", CAYENNE, TODAY)).isEqualTo(new Referred(Referral.LATE_RENEWAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"97360", "97361", "97357", "97306", "97353", "97362", "97311", "97352"})
    void theArrondissementOfSaintLaurentIsReferredToItsSousPrefecture(String commune) {
        for (Procedure procedure : List.of(Procedure.RENEWAL, Procedure.MODIFICATION, Procedure.DUPLICATE)) {
            assertThat(judge(procedure, "2027-01-31", commune, TODAY))
                    .isEqualTo(new Referred(Referral.OTHER_ARRONDISSEMENT));
        }
        assertThat(judge(Procedure.RENEWAL, "2020-01-31", commune, TODAY))
                .isEqualTo(new Referred(Referral.OTHER_ARRONDISSEMENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {Answers.ELSEWHERE, "75056", "", "97300"})
    void whoLivesElsewhereIsReferredToTheirOwnPrefecture(String commune) {
        assertThat(judge(Procedure.RENEWAL, "2027-01-31", commune, TODAY))
                .isEqualTo(new Referred(Referral.OTHER_PREFECTURE));
    }

    @ParameterizedTest
    @CsvSource({"97302", "97311", Answers.ELSEWHERE})
    void aFirstPermitIsReferredToTheWebsite(String commune) {
        assertThat(judge(Procedure.FIRST_PERMIT, "2027-01-31", commune, TODAY))
                .isEqualTo(new Referred(Referral.FIRST_PERMIT));
    }

    @ParameterizedTest
    @CsvSource({"97302", "97311", Answers.ELSEWHERE})
    void aReceiptIsRenewedAtTheDesk(String commune) {
        assertThat(judge(Procedure.RECEIPT_RENEWAL, "2027-01-31", commune, TODAY))
                .isEqualTo(new Referred(Referral.RECEIPT_DESK));
    }

    @Test
    void theFeeIsThatOfTheRulesInForceOnTheAppointmentsDay() {
        RuleBook book = book(rules("2027", "2027-01-01", 2, 6, 200), rules("2026", "2012-01-01", 2, 6, 180));
        Eligible verdict = eligible(book, Procedure.RENEWAL, "2026-12-15", TODAY);
        assertThat(verdict.feeOn(LocalDate.of(2026, 12, 15))).isZero();
        assertThat(verdict.feeOn(LocalDate.of(2026, 12, 31))).isEqualTo(180);
        assertThat(verdict.feeOn(LocalDate.of(2027, 1, 1))).isEqualTo(200);
        assertThat(verdict.feeEuros()).isEqualTo(180);
        assertThat(verdict.window()).isEqualTo(new DateWindow(LocalDate.of(2026, 10, 15), LocalDate.of(2027, 6, 15)));
        assertThat(eligible(book, Procedure.RENEWAL, "2027-01-20", TODAY).feeEuros())
                .isEqualTo(200);
    }

    @Test
    void theWindowIsThatOfTheRulesInForceOnTheAppointmentsDay() {
        RuleBook wider = book(rules("2026", "2012-01-01", 2, 6, 180), rules("2027", "2027-01-01", 4, 6, 180));
        Eligible opensWithTheNewRules = eligible(wider, Procedure.RENEWAL, "2027-04-15", TODAY);
        assertThat(opensWithTheNewRules.opensLater(TODAY)).contains(LocalDate.of(2027, 1, 1));

        RuleBook narrower = book(rules("2026", "2012-01-01", 4, 6, 180), rules("2027", "2027-01-01", 2, 6, 180));
        Eligible closedForAWhile = eligible(narrower, Procedure.RENEWAL, "2027-04-15", TODAY);
        assertThat(closedForAWhile.offers(LocalDate.of(2026, 12, 31))).isTrue();
        assertThat(closedForAWhile.offers(LocalDate.of(2027, 1, 1))).isFalse();
        assertThat(closedForAWhile.offers(LocalDate.of(2027, 2, 14))).isFalse();
        assertThat(closedForAWhile.offers(LocalDate.of(2027, 2, 15))).isTrue();
    }

    @Test
    void rulesThatShutOutThePermitBeforeItsTurnReferIt() {
        RuleBook stricter = book(rules("2026", "2012-01-01", 2, 6, 180), rules("2027", "2026-11-01", 2, 1, 180));
        assertThat(stricter.judge(new Answers(Procedure.RENEWAL, LocalDate.of(2026, 10, 1), CAYENNE), TODAY))
                .isEqualTo(new Referred(Referral.LATE_RENEWAL));
    }

    @Test
    void theVersionInForceIsTheNewestThatHasBegun() {
        RuleBook book = book(rules("b", "2027-01-01", 2, 6, 200), rules("a", "2012-01-01", 2, 6, 180));
        assertThat(book.on(LocalDate.of(2000, 1, 1)).version()).isEqualTo("a");
        assertThat(book.on(LocalDate.of(2026, 12, 31)).version()).isEqualTo("a");
        assertThat(book.on(LocalDate.of(2027, 1, 1)).version()).isEqualTo("b");
        assertThatThrownBy(() -> new RuleBook(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"RENEWAL", "MODIFICATION", "DUPLICATE"})
    void datesAtTheEndsOfTheCalendarAreJudgedLikeOthers(Procedure procedure) {
        assertThat(BOOK.judge(new Answers(procedure, LocalDate.MAX, CAYENNE), TODAY))
                .isInstanceOf(Eligible.class);
        assertThat(BOOK.judge(new Answers(procedure, LocalDate.MIN, CAYENNE), TODAY))
                .isEqualTo(new Referred(Referral.LATE_RENEWAL));
    }
}

package fr.creneau.domain.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.eligibility.Verdict.Referred;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of the dates of RULES.md §1 whatever the permit says. */
class EligibilityPropertyTest {
    private static final Period TWO = Period.ofMonths(2);
    private static final RuleBook BOOK = new RuleBook(
            List.of(new EligibilityRules("1", LocalDate.of(2012, 1, 1), TWO, Period.ofMonths(6), 180, TWO)),
            List.of(new Commune("97302", "Cayenne", true)));

    @Provide
    Arbitrary<LocalDate> day() {
        return Arbitraries.longs()
                .between(
                        LocalDate.of(2015, 1, 1).toEpochDay(),
                        LocalDate.of(2045, 12, 31).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    /** The days on which clamping matters come often. */
    @Provide
    Arbitrary<LocalDate> expiry() {
        Arbitrary<LocalDate> monthEnd = day().map(day -> YearMonth.from(day).atEndOfMonth());
        return Arbitraries.oneOf(day(), monthEnd);
    }

    private static Verdict judge(Procedure procedure, LocalDate expiry, LocalDate today) {
        return BOOK.judge(new Answers(procedure, expiry, "97302"), today);
    }

    private static Eligible early(LocalDate expiry) {
        return (Eligible) judge(Procedure.RENEWAL, expiry, expiry.minusYears(1));
    }

    /** The n-th month before or after, by hand: the same day, or the last of a shorter month. */
    private static LocalDate shifted(LocalDate day, int months) {
        YearMonth month = YearMonth.from(day).plusMonths(months);
        return month.atDay(Math.min(day.getDayOfMonth(), month.lengthOfMonth()));
    }

    @Property
    void bothEndsOfTheWindowAreInAndTheirNeighboursOut(@ForAll("expiry") LocalDate expiry) {
        Eligible verdict = early(expiry);
        LocalDate first = shifted(expiry, -2);
        LocalDate last = shifted(expiry, 6);
        assertThat(verdict.window()).isEqualTo(new DateWindow(first, last));
        assertThat(verdict.offers(first)).isTrue();
        assertThat(verdict.offers(first.minusDays(1))).isFalse();
        assertThat(verdict.offers(last)).isTrue();
        assertThat(verdict.offers(last.plusDays(1))).isFalse();
    }

    @Property
    void theFeeIsOwedFromTheDayAfterTheExpiryToTheEndOfTheWindow(
            @ForAll("expiry") LocalDate expiry, @ForAll @IntRange(min = -400, max = 400) int offset) {
        LocalDate day = expiry.plusDays(offset);
        Eligible verdict = early(expiry);
        assertThat(verdict.feeOn(day)).isEqualTo(offset > 0 && verdict.offers(day) ? 180 : 0);
        assertThat(verdict.offers(day))
                .isEqualTo(!day.isBefore(shifted(expiry, -2)) && !day.isAfter(shifted(expiry, 6)));
    }

    @Property
    void aLaterExpiryNeverOpensOrClosesEarlier(@ForAll("expiry") LocalDate one, @ForAll("expiry") LocalDate two) {
        LocalDate sooner = one.isBefore(two) ? one : two;
        LocalDate later = one.isBefore(two) ? two : one;
        assertThat(early(sooner).window().first())
                .isBeforeOrEqualTo(early(later).window().first());
        assertThat(early(sooner).window().last())
                .isBeforeOrEqualTo(early(later).window().last());
    }

    @Property
    void aRenewalIsReferredExactlyWhenItsWindowIsOver(
            @ForAll("expiry") LocalDate expiry, @ForAll @IntRange(min = -300, max = 300) int offset) {
        LocalDate today = expiry.plusDays(offset);
        assertThat(judge(Procedure.RENEWAL, expiry, today).equals(new Referred(Referral.LATE_RENEWAL)))
                .isEqualTo(today.isAfter(shifted(expiry, 6)));
    }

    @Property
    void whoIsSentToRenewInsteadOfDuplicatingMayRenewThatVeryDay(
            @ForAll("expiry") LocalDate expiry, @ForAll @IntRange(min = -300, max = 300) int offset) {
        LocalDate today = expiry.plusDays(offset);
        Verdict duplicate = judge(Procedure.DUPLICATE, expiry, today);
        boolean renewable = !today.isBefore(shifted(expiry, -2)) && !today.isAfter(shifted(expiry, 6));
        assertThat(duplicate.equals(new Referred(Referral.RENEWAL_INSTEAD))).isEqualTo(renewable);
        assertThat(duplicate instanceof Eligible).isEqualTo(today.isBefore(shifted(expiry, -2)));
    }

    @Property
    void aModificationNeedsAPermitThatIsStillValid(
            @ForAll("expiry") LocalDate expiry, @ForAll @IntRange(min = -300, max = 300) int offset) {
        LocalDate today = expiry.plusDays(offset);
        assertThat(judge(Procedure.MODIFICATION, expiry, today) instanceof Eligible)
                .isEqualTo(!today.isAfter(expiry));
    }

    @Property
    void splittingTheRulesInEqualVersionsChangesNoDay(
            @ForAll("expiry") LocalDate expiry,
            @ForAll("day") LocalDate change,
            @ForAll @IntRange(min = -300, max = 300) int offset) {
        EligibilityRules rules = BOOK.versions().get(0);
        EligibilityRules same = new EligibilityRules("2", change, TWO, rules.closesAfter(), 180, TWO);
        RuleBook split = new RuleBook(List.of(rules, same), BOOK.communes());
        LocalDate today = expiry.minusYears(1);
        Eligible whole = early(expiry);
        Eligible pieced = (Eligible) split.judge(new Answers(Procedure.RENEWAL, expiry, "97302"), today);
        LocalDate day = expiry.plusDays(offset);
        assertThat(pieced.window()).isEqualTo(whole.window());
        assertThat(pieced.offers(day)).isEqualTo(whole.offers(day));
        assertThat(pieced.feeOn(day)).isEqualTo(whole.feeOn(day));
        assertThat(pieced.feeEuros()).isEqualTo(whole.feeEuros());
    }

    @Example
    void monthsEndWhereTheCalendarEndsThem() {
        assertThat(early(LocalDate.of(2026, 4, 30)).window().first()).isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(early(LocalDate.of(2028, 2, 29)).window().first()).isEqualTo(LocalDate.of(2027, 12, 29));
        assertThat(early(LocalDate.of(2018, 4, 13)).window().first()).isEqualTo(LocalDate.of(2018, 2, 13));
    }
}

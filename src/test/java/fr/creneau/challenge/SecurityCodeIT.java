package fr.creneau.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.challenge.ChallengeMessages.SendCodeOutcome;
import fr.creneau.hold.Hold;
import fr.creneau.hold.SessionId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecurityCodeIT {
    private static final AtomicInteger people = new AtomicInteger();

    private static final SendCodeOutcome SENT = new SendCodeOutcome.Sent();

    private static ChallengeBench bench;

    private final String address = "person" + people.incrementAndGet() + "@example.org";
    private final String network = "198.51." + people.incrementAndGet() + ".0/24";

    @BeforeAll
    static void start() {
        bench = new ChallengeBench();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void theMailedCodeProvesTheHold() {
        SessionId session = bench.holder();
        assertThat(bench.sendCode(session, address, network)).isEqualTo(SENT);
        String code = bench.codeMailedTo(address);
        assertThat(code).matches("[0-9]{6}");
        String typed = " " + code.substring(0, 3) + "\u00a0" + code.substring(3) + "\n";
        assertThat(bench.checkCode(session, typed))
                .isInstanceOfSatisfying(
                        CheckOutcome.Passed.class,
                        passed -> assertThat(passed.hold().proven()).isTrue());
        assertThat(bench.hold(session).proven()).isTrue();
        // A second click.
        assertThat(bench.checkCode(session, code)).isInstanceOf(CheckOutcome.Passed.class);
    }

    /** An unproven hold ends after five minutes, a mailed code after ten: the hold must not end first. */
    @Test
    void theHoldWaitsForTheCodeAndTheMailPromisesNoMore() {
        SessionId session = bench.holder();
        Hold before = bench.hold(session);
        bench.sendCode(session, address, network);
        assertThat(before.expiresAt()).isBefore(before.deadline());
        assertThat(bench.hold(session).expiresAt()).isEqualTo(before.deadline());
        assertThat(bench.codeValidUntil(address)).isBeforeOrEqualTo(before.deadline());
    }

    @Test
    void aWrongCodeCostsATryAndTheLastOneCostsTheCode() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        String code = bench.codeMailedTo(address);
        String wrong = wrong(code);
        assertThat(bench.checkCode(session, wrong)).isEqualTo(new CheckOutcome.WrongCode(2));
        assertThat(bench.checkCode(session, wrong)).isEqualTo(new CheckOutcome.WrongCode(1));
        assertThat(bench.checkCode(session, wrong)).isEqualTo(new CheckOutcome.NoCode());
        assertThat(bench.checkCode(session, code)).isEqualTo(new CheckOutcome.NoCode());
        assertThat(bench.hold(session).proven()).isFalse();
    }

    @Test
    void theLastTryMayBeTheRightOne() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        String code = bench.codeMailedTo(address);
        bench.checkCode(session, wrong(code));
        bench.checkCode(session, wrong(code));
        assertThat(bench.checkCode(session, code)).isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void whatCannotBeACodeCostsNothing() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        for (String garbage : List.of("", "12345", "abcdef", "1234567", "<script>", "9".repeat(100_000))) {
            assertThat(bench.checkCode(session, garbage)).isEqualTo(new CheckOutcome.WrongCode(3));
        }
        assertThat(bench.checkCode(session, bench.codeMailedTo(address))).isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void withoutACodeThereIsNone() {
        SessionId session = bench.holder();
        assertThat(bench.checkCode(session, "123456")).isEqualTo(new CheckOutcome.NoCode());
        assertThat(bench.checkCode(session, "")).isEqualTo(new CheckOutcome.NoCode());
    }

    @Test
    void anotherSessionsCodeIsNotAccepted() {
        SessionId one = bench.holder();
        SessionId other = bench.holder();
        bench.sendCode(one, address, network);
        String code = bench.codeMailedTo(address);
        assertThat(bench.checkCode(other, code)).isEqualTo(new CheckOutcome.NoCode());
        bench.sendCode(other, "other." + address, network);
        if (!bench.codeMailedTo("other." + address).equals(code)) {
            assertThat(bench.checkCode(other, code)).isInstanceOf(CheckOutcome.WrongCode.class);
        }
    }

    @Test
    void aNewCodeReplacesTheOldOneAndBringsNewTries() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        String old = bench.codeMailedTo(address);
        bench.checkCode(session, wrong(old));
        bench.sendCode(session, address, network);
        String fresh = bench.codeMailedTo(address);
        if (!fresh.equals(old)) {
            assertThat(bench.checkCode(session, old)).isEqualTo(new CheckOutcome.WrongCode(2));
        }
        assertThat(bench.checkCode(session, fresh)).isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void aCodeLivesAsLongAsConfigured() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        String key = "code:" + bench.hold(session).id();
        assertThat(Long.parseLong(bench.raw("PTTL", key)))
                .isBetween(1L, ChallengeBench.LIMITS.codeValidity().toMillis());
        bench.raw("PEXPIRE", key, "0");
        assertThat(bench.checkCode(session, bench.codeMailedTo(address))).isEqualTo(new CheckOutcome.NoCode());
    }

    @Test
    void sendsAreLimitedForAHold() {
        SessionId session = bench.holder();
        assertThat(bench.sendCode(session, "a." + address, network)).isEqualTo(SENT);
        assertThat(bench.sendCode(session, "b." + address, network)).isEqualTo(SENT);
        int before = bench.mailsWritten();
        assertThat(bench.sendCode(session, "c." + address, network)).isInstanceOf(SendCodeOutcome.Limited.class);
        assertThat(bench.mailsWritten()).isEqualTo(before);
        // The refusal leaves the code that is on its way valid.
        assertThat(bench.checkCode(session, bench.codeMailedTo("b." + address)))
                .isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void sendsAreLimitedForANetwork() {
        long sent = IntStream.range(0, 8)
                .filter(i -> bench.sendCode(bench.holder(), i + "." + address, network)
                        .equals(SENT))
                .count();
        assertThat(sent).isEqualTo(5);
        assertThat(bench.sendCode(bench.holder(), address, "other " + network)).isEqualTo(SENT);
    }

    @Test
    void sendsAreLimitedForAnAddressSoThatNobodysMailboxIsFlooded() {
        long sent = IntStream.range(0, 8)
                .filter(i ->
                        bench.sendCode(bench.holder(), address, network + i).equals(SENT))
                .count();
        assertThat(sent).isEqualTo(4);
    }

    @Test
    void otherSpellingsOfAnAddressAreTheSameMailbox() {
        List<String> spellings = List.of(
                address, address.toUpperCase(Locale.ROOT), "P" + address.substring(1), address.replace("@", "+x@"));
        long sent = IntStream.range(0, 8)
                .filter(i -> bench.sendCode(bench.holder(), spellings.get(i % 4), network + i)
                        .equals(SENT))
                .count();
        assertThat(sent).isEqualTo(4);
    }

    @Test
    void whoAskedTooOftenIsToldWhenToAskAgain() {
        SessionId session = bench.holder();
        bench.sendCode(session, "a." + address, network);
        bench.sendCode(session, "b." + address, network);
        SendCodeOutcome third = bench.sendCode(session, "c." + address, network);
        assertThat(third)
                .isInstanceOfSatisfying(
                        SendCodeOutcome.Limited.class,
                        limited -> assertThat(limited.retryAfter())
                                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30)));
    }

    @Test
    void nothingIsSentWithoutAHold() {
        SessionId session = bench.holder();
        bench.release(session);
        int before = bench.mailsWritten();
        assertThat(bench.sendCode(session, address, network)).isEqualTo(new SendCodeOutcome.HoldGone());
        assertThat(bench.checkCode(session, "123456")).isEqualTo(new CheckOutcome.HoldGone());
        assertThat(bench.mailsWritten()).isEqualTo(before);
    }

    /** The tries are counted before any is compared: a crowd of guesses at once gets no more of them. */
    @Test
    void manyGuessesAtOnceGetNoMoreTries() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        String wrong = wrong(bench.codeMailedTo(address));
        List<Future<CheckOutcome>> guesses = IntStream.range(0, 50)
                .mapToObj(i -> bench.bus.request(
                        ChallengeMessages.CHECK_CODE, new ChallengeMessages.CheckCode(bench.desk, session, wrong)))
                .toList();
        ChallengeBench.await(Future.all(guesses));
        List<CheckOutcome> outcomes = guesses.stream().map(Future::result).toList();
        assertThat(outcomes)
                .containsOnlyOnce(new CheckOutcome.WrongCode(2))
                .containsOnlyOnce(new CheckOutcome.WrongCode(1));
        assertThat(outcomes.stream().filter(new CheckOutcome.NoCode()::equals)).hasSize(48);
    }

    @Test
    void redisKnowsNeitherCodeNorAddressNorNetwork() {
        SessionId session = bench.holder();
        bench.sendCode(session, address, network);
        String code = bench.codeMailedTo(address);
        assertThat(bench.everythingInRedis())
                .isNotEmpty()
                .anyMatch(part -> part.contains(":limit:code-email:"))
                .noneMatch(part -> part.equals(code) || part.contains(address) || part.contains("198.51."));
    }

    private static String wrong(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }
}

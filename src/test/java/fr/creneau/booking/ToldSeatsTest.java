package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.SeatWord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToldSeatsTest {
    private final List<List<SeatWord>> asked = new ArrayList<>();
    private final List<Promise<Void>> answers = new ArrayList<>();
    private final ToldSeats told = new ToldSeats(words -> {
        asked.add(words);
        Promise<Void> answer = Promise.promise();
        answers.add(answer);
        return answer.future();
    });

    @Test
    void whatComesWhileOneStatementRunsGoesTogetherWithTheNext() {
        told.mark(List.of(word(1)));
        told.mark(List.of(word(2)));
        told.mark(List.of(word(3), word(4)));
        assertThat(asked).containsExactly(List.of(word(1)));
        answers.get(0).complete();
        assertThat(asked).containsExactly(List.of(word(1)), List.of(word(2), word(3), word(4)));
        answers.get(1).complete();
        assertThat(asked).hasSize(2);
    }

    /** As in an instance: what was told since the last statement ended shares a commit, though none is under way. */
    @Test
    void onAnEventLoopMarksWaitForCompanyAfterAStatement() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<List<SeatWord>> statements = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        try {
            vertx.getOrCreateContext().runOnContext(go -> {
                ToldSeats marks = new ToldSeats(words -> {
                    statements.add(words);
                    if (statements.size() == 2) {
                        second.complete(null);
                    }
                    return Future.succeededFuture();
                });
                marks.mark(List.of(word(1)));
                marks.mark(List.of(word(2)));
                vertx.runOnContext(later -> marks.mark(List.of(word(3))));
            });
            second.get(30, TimeUnit.SECONDS);
            assertThat(statements).containsExactly(List.of(word(1)), List.of(word(2), word(3)));
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void aStatementThatFailedKeepsNoOtherFromItsMark() {
        told.mark(List.of(word(1)));
        told.mark(List.of(word(2)));
        answers.get(0).fail("away");
        assertThat(asked).containsExactly(List.of(word(1)), List.of(word(2)));
    }

    @Test
    void noMoreThanABoundedNumberWaits() {
        for (int i = 0; i < ToldSeats.MOST_WAITING + 500; i++) {
            told.mark(List.of(word(i)));
        }
        for (int i = 0; i < answers.size(); i++) { // more come meanwhile
            answers.get(i).complete();
        }
        assertThat(asked).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(ToldSeats.TOGETHER));
        assertThat(asked.stream().mapToInt(List::size).sum()).isEqualTo(1 + ToldSeats.MOST_WAITING);
    }

    private static SeatWord word(int seat) {
        return new SeatWord(new Seat(new SlotId("slot0001"), seat), Instant.EPOCH, 1, new Availability.Taken());
    }
}

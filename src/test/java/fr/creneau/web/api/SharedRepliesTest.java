package fr.creneau.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.schedule.Snapshot;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedRepliesTest {
    private final SharedReplies replies = new SharedReplies();
    private int made;

    @Test
    void large_ones_are_told_and_not_all_are_kept() {
        Snapshot snapshot = snapshot();
        String megabyte = "x".repeat(1 << 20);
        Reply first = replies.reply(snapshot, 0, () -> Reply.json(megabyte));
        assertThat(replies.reply(snapshot, 0, () -> Reply.json(megabyte))).isSameAs(first);
        for (int question = 1; question < 100; question++) {
            replies.reply(snapshot, question, () -> Reply.json(megabyte));
        }
        assertThat(replies.reply(snapshot, 0, () -> Reply.json(megabyte))).isNotSameAs(first);
    }

    private Reply ask(Snapshot snapshot, Object question) {
        return replies.reply(snapshot, question, () -> Reply.tagged(new JsonObject().put("number", ++made)));
    }

    private static Snapshot snapshot() {
        return new Snapshot(Instant.EPOCH, Map.of());
    }

    @Test
    void what_is_asked_again_is_made_once() {
        Snapshot snapshot = snapshot();
        assertThat(ask(snapshot, "a")).isSameAs(ask(snapshot, "a"));
        assertThat(ask(snapshot, "b")).isNotSameAs(ask(snapshot, "a"));
        assertThat(made).isEqualTo(2);
    }

    @Test
    void another_snapshot_is_told_even_if_it_says_the_same() {
        Reply before = ask(snapshot(), "a");
        assertThat(ask(snapshot(), "a")).isNotSameAs(before);
    }

    @Test
    void many_questions_are_answered_and_not_all_are_kept() {
        Snapshot snapshot = snapshot();
        Reply first = ask(snapshot, 0);
        for (int question = 1; question < 10_000; question++) {
            ask(snapshot, question);
        }
        assertThat(ask(snapshot, 0)).isNotSameAs(first);
    }
}

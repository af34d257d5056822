package fr.creneau.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.creneau.bench.HttpLoad.Measured;

/** How fast a crowd is to be answered. A run that misses it fails, also where the machine had other things to do. */
final class CrowdAims {
    private static final double ANSWER_MS = 3_000;
    private static final double POLL_P99_MS = 50;

    private CrowdAims() {}

    static void describe(ObjectNode summary) {
        summary.putObject("aims").put("answer_ms_max", ANSWER_MS).put("poll_ms_p99", POLL_P99_MS);
    }

    static void judge(Rush rush, Measured polls, ArrayNode violations) {
        if (rush.slowestMillis() > ANSWER_MS) {
            violations.add("somebody was answered after %.0f ms".formatted(rush.slowestMillis()));
        }
        if (polls.others() > 0) {
            violations.add(polls.others() + " polls were refused");
        }
        if (polls.millis(99) >= POLL_P99_MS) {
            violations.add("the 99th percentile of polls was %.1f ms".formatted(polls.millis(99)));
        }
    }
}

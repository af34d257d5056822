package fr.creneau.outbox;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The state of the outbox for the operator: numbers, kinds, codes and ages; nothing of a person. */
public final class OutboxReport {
    private final OutboxQueue queue;

    public OutboxReport(OutboxQueue queue) {
        this.queue = queue;
    }

    public Future<JsonObject> read() {
        return queue.standing()
                .compose(standing -> queue.deadLetters().map(letters -> {
                    JsonArray given = new JsonArray();
                    letters.forEach(letter -> given.add(new JsonObject()
                            .put("kind", letter.kind())
                            .put("code", letter.code())
                            .put("number", letter.number())
                            .put("newest", letter.newest().toString())));
                    return new JsonObject()
                            .put("waiting", standing.waiting())
                            .put("oldestSeconds", standing.oldest().toSeconds())
                            .put("dead", standing.dead())
                            .put("deadLetters", given);
                }));
    }
}

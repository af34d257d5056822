package fr.creneau.web.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What an operation answers; {@link Api} sends it. */
record Reply(int status, String contentType, Buffer content) {
    private static final String JSON = "application/json";

    static Reply ok(JsonObject json) {
        return of(200, json);
    }

    static Reply of(int status, JsonObject json) {
        return new Reply(status, JSON, json.toBuffer());
    }

    static Reply json(String encoded) {
        return new Reply(200, JSON, Buffer.buffer(encoded));
    }

    static Reply empty() {
        return new Reply(204, "", Buffer.buffer());
    }
}

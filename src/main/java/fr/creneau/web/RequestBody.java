package fr.creneau.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads what a client sends, up to a limit. */
public final class RequestBody {
    private RequestBody() {}

    /** The raw body; fails with {@link Problem#TOO_LARGE} as soon as it is longer than the limit. */
    public static Future<Buffer> read(HttpServerRequest request, int limit) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > limit) {
                // What still comes is read and dropped, so that the browser hears the answer.
                promise.tryFail(new Refused(Problem.TOO_LARGE));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> promise.tryComplete(body));
        request.exceptionHandler(promise::tryFail);
        request.resume();
        return promise.future();
    }
}

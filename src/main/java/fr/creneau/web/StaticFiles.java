package fr.creneau.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves {@link Assets}: for ever under their hash, briefly under the hash of another version while instances are replaced. */
final class StaticFiles {
    private static final String PREFIX = "/static/";
    private final Assets assets;

    StaticFiles(Assets assets) {
        this.assets = assets;
    }

    void mount(Router router) {
        router.route(PREFIX + "*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::serve);
    }

    private void serve(RoutingContext context) {
        String rest = context.normalizedPath().substring(PREFIX.length());
        int slash = rest.indexOf('/');
        String hash = slash < 0 ? "" : rest.substring(0, slash);
        Optional<StaticFile> file = assets.file(rest.substring(slash + 1));
        if (file.isEmpty()) {
            context.fail(404);
        } else {
            serve(context, file.get(), hash.equals(assets.hash()));
        }
    }

    private static void serve(RoutingContext context, StaticFile file, boolean lasting) {
        HttpServerRequest request = context.request();
        StaticFile.Form form = file.best(request);
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, lasting ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.ETAG, form.tag());
        if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), form.tag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
        if (form.coding() != ContentCoding.IDENTITY) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, form.coding().token());
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(form.length()))
                    .end();
            return;
        }
        form.source().send(response).onFailure(gone -> refuse(context, gone));
    }

    /** The file is no longer there, or whoever asked for it. */
    private static void refuse(RoutingContext context, Throwable gone) {
        HttpServerResponse response = context.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().remove(HttpHeaders.CONTENT_ENCODING).remove(HttpHeaders.ETAG);
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            context.fail(gone);
        }
    }

    private static boolean isKnown(@Nullable String known, String tag) {
        return known != null
                && Arrays.stream(known.split(","))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }
}

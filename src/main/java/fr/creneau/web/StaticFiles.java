package fr.creneau.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Serves {@link Assets}: for ever under their hash, briefly under the hash of another version while instances are replaced. */
final class StaticFiles {
    private static final String PREFIX = "/static/";
    private final Assets assets;

    StaticFiles(Assets assets) {
        this.assets = assets;
    }

    void mount(Router router) {
        router.get(PREFIX + "*").handler(this::serve);
    }

    private void serve(RoutingContext context) {
        String rest = context.normalizedPath().substring(PREFIX.length());
        int slash = rest.indexOf('/');
        String hash = slash < 0 ? "" : rest.substring(0, slash);
        String name = rest.substring(slash + 1);
        assets.file(name)
                .ifPresentOrElse(
                        content -> {
                            boolean lasting = hash.equals(assets.hash());
                            HttpServerResponse response = context.response();
                            response.putHeader(HttpHeaders.CONTENT_TYPE, type(name))
                                    .putHeader(
                                            HttpHeaders.CACHE_CONTROL,
                                            lasting ? "public, max-age=31536000, immutable" : "no-cache")
                                    .putHeader("Cross-Origin-Resource-Policy", "same-origin");
                            context.end(content);
                        },
                        () -> context.fail(404));
    }

    private static String type(String name) {
        String type = MimeMapping.mimeTypeForFilename(name);
        if (type == null) {
            return "application/octet-stream";
        }
        return type.startsWith("text/") || type.endsWith("javascript") ? type + "; charset=utf-8" : type;
    }
}

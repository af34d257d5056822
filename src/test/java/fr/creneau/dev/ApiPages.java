package fr.creneau.dev;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * {@code /dev/api}: the description of the API as Swagger UI shows it, to read and to try. Served under the site's own security policy: the
 * page has no script or style of its own inside it.
 */
final class ApiPages {
    static final String PATH = "/dev/api";
    /** As in the pom. */
    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/5.17.14";

    private static final String PAGE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>API of Creneau</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="/dev/api/ui/favicon-32x32.png">
            <link rel="stylesheet" href="/dev/api/ui/swagger-ui.css"></head>
            <body><div id="api"></div>
            <script src="/dev/api/ui/swagger-ui-bundle.js"></script><script src="/dev/api/start.js"></script></body></html>""";

    /** No validator: it would send the description elsewhere. */
    private static final String SCRIPT = """
            SwaggerUIBundle({url: "/api/v1/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null});
            """;

    private ApiPages() {}

    static void mount(Router router) {
        router.get(PATH).handler(context -> send(context, "text/html; charset=utf-8", PAGE));
        router.get(PATH + "/start.js").handler(context -> send(context, "text/javascript; charset=utf-8", SCRIPT));
        router.get(PATH + "/ui/*").handler(StaticHandler.create(WEBJAR).setIndexPage("none"));
    }

    private static void send(RoutingContext context, String type, String body) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", type).end(body);
    }
}

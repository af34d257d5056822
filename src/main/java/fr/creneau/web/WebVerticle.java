package fr.creneau.web;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.task.Workers;
import fr.creneau.web.waitingroom.QueueStream;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves the pages. Several instances may share a port. */
public final class WebVerticle extends VerticleBase {
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_LINE = 4 * 1024;
    /** Longer than any answer of the bus: what is still not answered then never will be. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);

    /** Some hundred milliseconds each where nothing is warm: what is beyond would be made for nobody who still waits. */
    private static final int PAPERS = 16;

    private final Config config;
    private final Clock clock;
    private final Assets assets;
    private final List<Pages> pages;
    private final Consumer<Router> inFront;
    private @Nullable HttpServer server;
    private @Nullable QueueStream stream;

    /** @param assets read once and shared by all instances */
    public WebVerticle(Config config, Clock clock, Assets assets) {
        this(config, clock, assets, router -> {});
    }

    /** @param inFront adds routes before those of the site */
    public WebVerticle(Config config, Clock clock, Assets assets, Consumer<Router> inFront) {
        this(config, clock, assets, SitePages.all(), inFront);
    }

    WebVerticle(Config config, Clock clock, Assets assets, List<Pages> pages) {
        this(config, clock, assets, pages, router -> {});
    }

    private WebVerticle(Config config, Clock clock, Assets assets, List<Pages> pages, Consumer<Router> inFront) {
        this.config = config;
        this.clock = clock;
        this.assets = assets;
        this.pages = pages;
        this.inFront = inFront;
    }

    @Override
    public Future<?> start() {
        Site site = new Site(config, Bus.of(vertx), Workers.open(vertx, Workers.PAPERS, PAPERS), clock, assets);
        SlowClients slowClients = new SlowClients(vertx, config.http().idleTimeout());
        SecurityHeaders securityHeaders = new SecurityHeaders(config.http());
        HttpServer created = vertx.createHttpServer(options())
                .connectionHandler(slowClients::watch)
                .requestHandler(
                        FrontDoor.of(site, securityHeaders, slowClients, router(site, slowClients, securityHeaders)));
        server = created;
        // The first page of a fresh JVM takes seconds to read and compile: not on the event loop, and before anybody
        // waits for it.
        return vertx.executeBlocking(() -> new UnreadableRequests(vertx, site, securityHeaders), false)
                .compose(unreadable -> created.invalidRequestHandler(unreadable::handle)
                        .listen(config.http().port(), config.http().host()));
    }

    /** Accepts no new connection, and waits for the requests under way. */
    @Override
    public Future<?> stop() {
        if (stream != null) {
            stream.close();
        }
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that is listened on, once started. */
    public int port() {
        HttpServer started = server;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started.actualPort();
    }

    private Router router(Site site, SlowClients slowClients, SecurityHeaders securityHeaders) {
        Router router = Router.router(vertx);
        router.route().handler(new RequestWatch(vertx, slowClients, REQUEST_TIMEOUT)::handle);
        router.route().handler(securityHeaders::handle);
        stream = QueueStream.mount(site, vertx, router);
        inFront.accept(router);
        new StaticFiles(assets).mount(router);
        router.route().handler(site.languages()::handleSwitch);
        pages.forEach(some -> some.mount(router, site));
        site.errors().mount(router);
        return router;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_LINE)
                .setIdleTimeout((int) config.http().idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // Nobody speaks WebSocket here: requests need not pass by its extensions.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
    }
}

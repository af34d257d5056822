package fr.creneau.bench;

import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.Ports;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.util.Map;

/** The yardstick: a bare handler, one verticle for each core as the site has, and nothing else. */
public final class HelloServer {
    private HelloServer() {}

    /** In a process of its own. */
    static JavaProcess start(Path log, String... options) {
        int port = Ports.free();
        return Program.of(HelloServer.class, Map.of(), log, options)
                .server(port, String.valueOf(port))
                .start();
    }

    /** @param arguments the port */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Buffer hello = Buffer.buffer("hello");
        vertx.deployVerticle(
                        () -> new io.vertx.core.VerticleBase() {
                            @Override
                            public io.vertx.core.Future<?> start() {
                                return vertx.createHttpServer(new HttpServerOptions()
                                                .setPort(port)
                                                .setHost("127.0.0.1"))
                                        .requestHandler(request -> request.response()
                                                .putHeader("content-type", "text/plain")
                                                .end(hello))
                                        .listen();
                            }
                        },
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .await();
    }
}

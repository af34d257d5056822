package fr.creneau.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;

/** One connection and the client it came from. Closing only the connection would hand it back to a pool: the client is closed. */
final class Link {
    private final Redis client;
    private final RedisConnection connection;

    private Link(Redis client, RedisConnection connection) {
        this.client = client;
        this.connection = connection;
    }

    static Future<Link> open(Vertx vertx, RedisOptions options, long timeoutMs) {
        Redis client = Redis.createClient(vertx, options);
        return client.connect()
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .map(connection -> new Link(client, connection))
                .onFailure(failure -> client.close());
    }

    /** Calls back when the connection ended by itself; perhaps more than once. */
    void whenLost(Runnable lost) {
        connection.endHandler(end -> lost.run());
        connection.exceptionHandler(failure -> lost.run());
    }

    Future<Response> send(Request request) {
        return connection.send(request);
    }

    Future<Void> close() {
        return client.close();
    }
}

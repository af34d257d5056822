package fr.creneau.redis;

import fr.creneau.config.Config;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisReplicas;
import io.vertx.redis.client.RedisRole;

/** Our configuration in the client's words. */
final class Options {
    private Options() {}

    static RedisOptions of(Config.Redis redis) {
        boolean tls = redis.endpoints().stream().anyMatch(endpoint -> endpoint.startsWith("rediss:"));
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) redis.timeout().toMillis())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setSsl(tls);
        if (tls) {
            net.setHostnameVerificationAlgorithm("HTTPS");
        }
        RedisOptions options = new RedisOptions()
                .setNetClientOptions(net)
                .setMaxWaitingHandlers(redis.maxWaiting())
                // The cluster client takes one pooled connection for each node, the Sentinel client one more to listen.
                .setMaxPoolSize(8)
                .setMaxPoolWaiting(32)
                .setPoolRecycleTimeout(-1)
                .setTopologyCacheTTL(1_000)
                .setHashSlotCacheTTL(1_000);
        redis.endpoints().forEach(options::addConnectionString);
        redis.password().ifPresent(password -> options.setPassword(password.value()));
        return switch (redis.mode()) {
            case STANDALONE -> options.setType(RedisClientType.STANDALONE);
            case SENTINEL ->
                options.setType(RedisClientType.SENTINEL)
                        .setMasterName(redis.master())
                        .setRole(RedisRole.MASTER);
            case CLUSTER -> options.setType(RedisClientType.CLUSTER).setUseReplicas(RedisReplicas.NEVER);
        };
    }
}

package fr.creneau.pg;

import fr.creneau.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one pool of an instance: bounded, with prepared statements cached and a limit on every wait. A connection that says nothing for
 * three times the statement timeout is lost, and what was asked on it fails: the network may drop it without a word.
 */
public final class Pools {
    private static final int SILENT = 3;
    private static final int CLEAN_EVERY_MS = 1_000;

    private Pools() {}

    public static Pool open(Vertx vertx, Config.Postgres postgres) {
        String timeout = String.valueOf(postgres.statementTimeout().toMillis());
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(postgres.host())
                .setPort(postgres.port())
                .setDatabase(postgres.database())
                .setUser(postgres.user())
                .setPassword(postgres.password().value())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                // All of them: by default those of two thousand characters, the dearest, would be planned each time.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setProperties(Map.of(
                        "application_name",
                        "creneau",
                        // Planning some of our statements takes longer than doing what they say, and no plan depends
                        // on the values.
                        "plan_cache_mode",
                        "force_generic_plan",
                        // What names rows by their keys finds them by their keys, though it was planned while the table
                        // was empty: such a plan is kept, and a crowd fills tables faster than they are counted.
                        "enable_seqscan",
                        "off",
                        // Nothing of ours is worth parallel workers or compiling, least of all beside a crowd.
                        "max_parallel_workers_per_gather",
                        "0",
                        "jit",
                        "off",
                        "statement_timeout",
                        timeout,
                        "lock_timeout",
                        timeout,
                        "idle_in_transaction_session_timeout",
                        timeout));
        if (postgres.tls()) {
            connect.setSslMode(SslMode.VERIFY_FULL)
                    .setSslOptions(new ClientSSLOptions()
                            .setHostnameVerificationAlgorithm("HTTPS")
                            .setTrustOptions(TrustOptions.wrap(trusted())));
        }
        PoolOptions pool = new PoolOptions()
                .setMaxSize(postgres.poolSize())
                .setMaxWaitQueueSize(postgres.maxWaiting())
                .setConnectionTimeout((int) postgres.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                // Those at rest go first: what is lent may then always use the time of a statement before it counts as
                // silent.
                .setIdleTimeout((int) postgres.statementTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod(CLEAN_EVERY_MS)
                .setShared(true)
                .setName("creneau");
        return PgBuilder.pool()
                .with(pool)
                .connectingTo(connect)
                .using(new ImpatientVertx(vertx, postgres.statementTimeout().multipliedBy(SILENT)))
                .build();
    }

    /** Whom the JVM trusts; the client takes no connection it should verify without being told. */
    private static TrustManager trusted() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore jvm = null;
            factory.init(jvm);
            return factory.getTrustManagers()[0];
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the JVM has no trusted certificates", failure);
        }
    }
}

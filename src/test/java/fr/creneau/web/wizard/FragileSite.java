package fr.creneau.web.wizard;

import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.RedisProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A site with a Redis of its own that can be killed and a line to PostgreSQL that can be cut or frozen. */
public final class FragileSite implements AutoCloseable {
    public final RedisProcess redis;
    public final FreezingProxy line;
    public final WizardSite site;

    /**
     * @param wait how long the site waits for an answer of PostgreSQL: whole seconds
     * @param settings environment variables without CRENEAU_ in front
     */
    public FragileSite(Duration wait, Map<String, String> settings) throws Exception {
        redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always");
        Map<String, String> all = new HashMap<>(settings);
        all.put("REDIS_ENDPOINTS", redis.config().endpoints().get(0));
        all.put("POSTGRES_STATEMENT_TIMEOUT", wait.toSeconds() + "s");
        FreezingProxy[] proxy = new FreezingProxy[1];
        site = new WizardSite(all, postgres -> {
            proxy[0] = new FreezingProxy(postgres);
            return proxy[0].postgres(wait);
        });
        line = proxy[0];
    }

    @Override
    public void close() {
        site.close();
        line.close();
        redis.close();
    }
}

package fr.creneau.web;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import java.util.HashMap;
import java.util.Map;

/** Configurations for tests of the pages: plain HTTP on any free port of the loopback interface. */
public final class Configs {
    static final String KEY = "0123456789abcdef0123456789abcdef";

    private Configs() {}

    /** @param overrides environment variables without CRENEAU_ in front, and their values, in turn */
    public static Config config(String... overrides) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CRENEAU_HTTP_HOST", "127.0.0.1",
                "CRENEAU_HTTP_PORT", "0",
                "CRENEAU_HTTP_PUBLIC_URL", "http://localhost",
                "CRENEAU_HTTP_ALLOWED_HOSTS", "localhost,127.0.0.1",
                "CRENEAU_SECURITY_KEYS", KEY,
                "CRENEAU_SECURITY_PERSON_KEY", KEY,
                "CRENEAU_SECURITY_SECURE_COOKIES", "false",
                "CRENEAU_POSTGRES_PASSWORD", "postgres",
                "CRENEAU_SMTP_START_TLS", "disabled"));
        for (int i = 0; i < overrides.length; i += 2) {
            environment.put("CRENEAU_" + overrides[i], overrides[i + 1]);
        }
        return ConfigLoader.load(null, environment);
    }
}

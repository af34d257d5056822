package fr.creneau.web;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A configuration for tests of the pages: plain HTTP on any free port. */
final class Configs {
    static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef");

    private Configs() {}

    static Config.Http http() {
        return new Config.Http(
                "127.0.0.1",
                0,
                URI.create("http://creneau.test"),
                Set.of("localhost"),
                Set.of("127.0.0.1"),
                Duration.ofSeconds(30),
                16 * 1024,
                Duration.ZERO);
    }
}

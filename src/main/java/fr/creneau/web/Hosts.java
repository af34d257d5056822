package fr.creneau.web;

import fr.creneau.config.Config;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names this site answers to: as listed, with or without the port. */
final class Hosts {
    private final Set<String> allowed;
    private final String publicHost;

    Hosts(Config.Http http) {
        this.allowed = http.allowedHosts();
        this.publicHost = http.publicUrl().getAuthority();
    }

    /** @param authority {@code host} or {@code host:port}, as a header has it */
    boolean isOurs(@Nullable String authority) {
        if (authority == null) {
            return false;
        }
        return authority.equals(publicHost)
                || allowed.contains(authority)
                || allowed.contains(authority.replaceFirst(":[0-9]{1,5}$", ""));
    }
}

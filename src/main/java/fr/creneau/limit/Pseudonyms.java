package fr.creneau.limit;

import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import java.util.HexFormat;

/** What stands in Redis for an address, a person or a network: an HMAC, which Redis alone cannot turn back. Thread-safe. */
public final class Pseudonyms {
    private static final int BYTES = 16;
    private final Keyring keys;

    public Pseudonyms(Config.Security security) {
        this.keys = Keyring.derive(security.keys(), "limit");
    }

    /** @param kind keeps equal values of different kinds apart */
    public String of(String kind, String personal) {
        return HexFormat.of().formatHex(keys.mac(kind + '\n' + personal), 0, BYTES);
    }
}

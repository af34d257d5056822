package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import fr.creneau.domain.release.ReleaseId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Passes as browsers carry them: sealed, so that nobody makes, changes or reads one. Thread-safe. */
public final class Passes {
    private static final String USE = "pass";
    private final Seal seal;

    public Passes(Config.Security security) {
        seal = new Seal(Keyring.derive(security.keys(), USE));
    }

    public String sign(Pass pass) {
        JsonObject json = new JsonObject()
                .put("r", pass.release().value())
                .put("p", pass.position())
                .put("s", pass.session().value())
                .put("u", pass.until().toEpochMilli());
        return seal.seal(json.toBuffer().getBytes(), USE);
    }

    /** Empty for anything that was not signed here. Whose it is, for what and until when remains to be looked at. */
    public Optional<Pass> read(String signed) {
        return seal.open(signed, USE)
                .map(bytes -> new JsonObject(new String(bytes, StandardCharsets.UTF_8)))
                .map(json -> new Pass(
                        new ReleaseId(json.getString("r")),
                        json.getInteger("p"),
                        new SessionId(json.getString("s")),
                        Instant.ofEpochMilli(json.getLong("u"))));
    }
}

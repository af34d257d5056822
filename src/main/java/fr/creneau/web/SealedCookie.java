package fr.creneau.web;

import fr.creneau.crypto.Seal;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** State that the browser keeps for us: sealed, for that cookie's name only, and forgotten after a while. */
final class SealedCookie {
    /** Browsers drop cookies above 4096 bytes, name and attributes included. */
    static final int LONGEST = 3_900;

    private static final String SEALED_AT = "@";
    /** Reads token by token; the usual one, which can read into any class, takes twice as long. */
    private static final JacksonCodec JSON = new JacksonCodec();

    private final String name;
    private final Duration lifetime;
    private final boolean secure;
    private final Seal seal;
    private final Clock clock;

    /** @param bareName without the __Host- prefix, which needs TLS */
    SealedCookie(String bareName, Duration lifetime, boolean secure, Seal seal, Clock clock) {
        this.name = secure ? "__Host-" + bareName : bareName;
        this.lifetime = lifetime;
        this.secure = secure;
        this.seal = seal;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    /** What the browser sent; empty if nothing, forged, too old or another cookie's content. */
    Optional<JsonObject> read(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(name)).flatMap(cookie -> open(cookie.getValue()));
    }

    Optional<JsonObject> open(String sealed) {
        return seal.open(sealed, name).flatMap(SealedCookie::parse).filter(this::isFresh);
    }

    String seal(JsonObject content) {
        JsonObject dated = content.copy().put(SEALED_AT, clock.instant().getEpochSecond());
        return seal.seal(dated.encode().getBytes(StandardCharsets.UTF_8), name);
    }

    /** @return whether it is small enough for browsers to keep */
    boolean write(RoutingContext context, JsonObject content) {
        String sealed = seal(content);
        if (sealed.length() > LONGEST) {
            return false;
        }
        // The browser forgets it when the server stops accepting it.
        context.response().addCookie(cookie(sealed).setMaxAge(lifetime.toSeconds()));
        return true;
    }

    void clear(RoutingContext context) {
        context.response().addCookie(cookie("").setMaxAge(0));
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    private boolean isFresh(JsonObject content) {
        if (!(content.getValue(SEALED_AT) instanceof Number sealedAt)) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(sealedAt.longValue()), clock.instant());
        return age.compareTo(lifetime) <= 0;
    }

    private static Optional<JsonObject> parse(byte[] bytes) {
        try {
            Object content = JSON.fromString(new String(bytes, StandardCharsets.UTF_8), Object.class);
            return content instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (DecodeException notOurs) {
            return Optional.empty();
        }
    }
}

package fr.creneau.web;

import fr.creneau.domain.Language;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which language a visitor reads: what the switch last said, else what the browser asks for, else French. */
final class Languages {
    /** The parameter of a link, and the field of a form, that ask for the page in another language. */
    static final String PARAMETER = "lang";

    private static final long YEAR = Duration.ofDays(365).toSeconds();
    private final String cookieName;
    private final boolean secure;

    Languages(boolean secure) {
        this.cookieName = secure ? "__Host-lang" : "lang";
        this.secure = secure;
    }

    /** Remembers the language a link asks for and shows the same page without asking. */
    void handleSwitch(RoutingContext context) {
        boolean reads = context.request().query() != null
                && HttpMethod.GET.equals(context.request().method());
        Optional<Language> wished = reads ? byCode(context.request().getParam(PARAMETER)) : Optional.empty();
        if (wished.isEmpty()) {
            context.next();
            return;
        }
        String kept = KeptParameters.of(context.request());
        context.response()
                .addCookie(Cookie.cookie(cookieName, wished.get().code())
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.LAX)
                        .setMaxAge(YEAR))
                .setStatusCode(303)
                // Normalised: a path of two slashes would lead to another host.
                .putHeader("Location", context.normalizedPath() + (kept.isEmpty() ? "" : "?" + kept));
        context.end();
    }

    Language of(RoutingContext context) {
        Cookie cookie = context.request().getCookie(cookieName);
        return Optional.ofNullable(cookie)
                .flatMap(kept -> byCode(kept.getValue()))
                .or(() -> accepted(context.request().getHeader("Accept-Language")))
                .orElse(Language.FR);
    }

    static Optional<Language> byCode(@Nullable String code) {
        return Arrays.stream(Language.values())
                .filter(language -> language.code().equals(code))
                .findFirst();
    }

    static Optional<Language> accepted(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            List<Locale> ours = List.of(Locale.FRENCH, Locale.ENGLISH);
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(header), ours))
                    .flatMap(locale -> byCode(locale.getLanguage()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}

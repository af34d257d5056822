package fr.creneau.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The content codings there are answers in, the smallest first. */
enum ContentCoding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz"),
    IDENTITY("identity", "");

    /** Of {@link #IDENTITY} where a client does not speak of it: acceptable, but any coding that is named is preferred. */
    private static final float UNSAID = 0.000_1f;

    private final String token;
    private final String suffix;

    ContentCoding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /** Its name in HTTP. */
    String token() {
        return token;
    }

    /** What a file in this coding has behind its name. */
    String suffix() {
        return suffix;
    }

    /**
     * How much a client likes it (RFC 9110, 12.5.3), from 0, not at all, to 1. Who sends no {@code Accept-Encoding} would have to bear
     * anything, and is sent what everybody can read.
     */
    float quality(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return quality(accepted == null ? IDENTITY.token : accepted);
    }

    /** The same for the value of the header. */
    float quality(String accepted) {
        float others = this == IDENTITY ? UNSAID : 0;
        for (String one : accepted.split(",", -1)) {
            int end = one.indexOf(';');
            String name = (end < 0 ? one : one.substring(0, end)).strip();
            if (name.equalsIgnoreCase(token)) {
                return weight(one, end);
            }
            if (name.equals("*")) {
                others = weight(one, end);
            }
        }
        return others;
    }

    /** What cannot be read is not asked for. */
    private static float weight(String one, int end) {
        if (end < 0) {
            return 1;
        }
        String parameter = one.substring(end + 1).strip();
        if (!parameter.startsWith("q=") && !parameter.startsWith("Q=")) {
            return 0;
        }
        try {
            float weight = Float.parseFloat(parameter.substring(2));
            return weight > 0 && weight <= 1 ? weight : 0;
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}

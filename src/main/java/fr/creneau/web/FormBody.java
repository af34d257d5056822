package fr.creneau.web;

import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code application/x-www-form-urlencoded}, strictly: well-formed percent-encoding, UTF-8 without NUL, each field once. What
 * a browser sends for our forms always is; anything else is refused rather than guessed at.
 */
final class FormBody {
    private FormBody() {}

    /** @throws Refused unless the body says that it is such a form */
    static void requireForm(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/x-www-form-urlencoded")) {
            throw new Refused(Problem.WRONG_TYPE);
        }
    }

    /** @throws Refused with {@link Problem#MALFORMED} */
    static Map<String, String> parse(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (encoded.isEmpty()) {
            return fields;
        }
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Refused(Problem.MALFORMED);
            }
            String name = decode(pair.substring(0, equals));
            String value = decode(pair.substring(equals + 1));
            if (fields.put(name, value) != null) {
                throw new Refused(Problem.MALFORMED);
            }
        }
        return fields;
    }

    private static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(octet(encoded, i));
                i += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else if (c > ' ' && c < 127) {
                bytes.write(c);
            } else {
                throw new Refused(Problem.MALFORMED);
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new Refused(Problem.MALFORMED);
            }
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw new Refused(Problem.MALFORMED);
        }
    }

    private static int octet(String encoded, int percent) {
        int high = percent + 2 < encoded.length() ? Character.digit(encoded.charAt(percent + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(encoded.charAt(percent + 2), 16);
        if (low < 0) {
            throw new Refused(Problem.MALFORMED);
        }
        return high * 16 + low;
    }
}

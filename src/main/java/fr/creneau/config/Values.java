package fr.creneau.config;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How values are written. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9})/(\\w+)");
    private static final int MOST_AT_ONCE = 100_000;
    private static final Duration LONGEST_LIMIT = Duration.ofDays(1);
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Values() {}

    /** @throws IllegalArgumentException saying how it should be written */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a duration such as 500ms, 30s, 15m, 24h or 365d");
        }
        return UNITS.getOrDefault(matcher.group(2), Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static Rate rate(String text) {
        if (text.equals("off")) {
            return Rate.OFF;
        }
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a limit such as 20/1h (twenty at once, twenty an hour), or off");
        }
        Rate rate = new Rate(integer(matcher.group(1), 1, MOST_AT_ONCE), duration(matcher.group(2)));
        if (rate.per().isZero() || rate.per().compareTo(LONGEST_LIMIT) > 0) {
            throw new IllegalArgumentException("a limit over 1ms to 1d");
        }
        return rate;
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static int integer(String text, int min, int max) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the bounds.
        }
        throw new IllegalArgumentException("a whole number from " + min + " to " + max);
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    /**
     * IP addresses, each as Java writes it. No names, and no networks: either would match nobody without anybody noticing.
     *
     * @throws IllegalArgumentException saying how they should be written
     */
    static Set<String> addresses(String text) {
        return list(text).stream()
                .map(part -> {
                    InetAddress address = NetUtil.createInetAddressFromIpAddressString(part);
                    if (address == null) {
                        throw new IllegalArgumentException(
                                "a list of IP addresses such as 192.0.2.10, 2001:db8::10 (no names, no networks)");
                    }
                    return address.getHostAddress();
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The parts between commas or line ends, empty ones left out. */
    static List<String> list(String text) {
        return Stream.of(text.split("[,\n]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static URI publicUrl(String text) {
        URI url = uri(text);
        String host = url.getHost();
        boolean local = "localhost".equals(host) || "127.0.0.1".equals(host);
        boolean scheme = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && local);
        boolean bare = (url.getRawPath() == null || url.getRawPath().matches("/?"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null;
        if (host == null || !scheme || !bare) {
            throw new IllegalArgumentException("an https address without path, such as https://rdv.example.gouv.fr");
        }
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static List<String> endpoints(String text) {
        List<String> endpoints = Values.list(text);
        for (String endpoint : endpoints) {
            URI uri = uri(endpoint);
            boolean right = ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getRawUserInfo() == null;
            if (!right) {
                throw new IllegalArgumentException("redis://host:port or rediss://host:port, without a password in it");
            }
        }
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("redis://host:port");
        }
        return endpoints;
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static Path directory(String text) {
        @Nullable Path path = path(text);
        if (path == null || !Files.isDirectory(path)) {
            throw new IllegalArgumentException("a folder that is there");
        }
        return path;
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static Path readable(String text) {
        @Nullable Path path = path(text);
        if (path == null || !Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("a file that can be read");
        }
        return path;
    }

    /**
     * Reads the key now: what is wrong with it is told with all that is wrong.
     *
     * @param text the file's name
     * @return the Base64 of the key, without the lines around it: the mail client would read their words as part of it
     * @throws IllegalArgumentException saying how it should be written
     */
    @SuppressWarnings("UnusedException") // may quote the key
    static Secret rsaKey(String text) {
        try {
            List<String> lines = Files.readAllLines(readable(text), StandardCharsets.US_ASCII);
            int begin = lines.indexOf("-----BEGIN PRIVATE KEY-----");
            int end = lines.indexOf("-----END PRIVATE KEY-----");
            if (begin >= 0 && begin < end) {
                String key = String.join("", lines.subList(begin + 1, end)).replaceAll("\\s", "");
                KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
                return new Secret(key);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            // Told below.
        }
        throw new IllegalArgumentException("a readable file with an RSA private key (PKCS#8: BEGIN PRIVATE KEY)");
    }

    /** @throws IllegalArgumentException saying how it should be written */
    static String level(String text) {
        if (!List.of("error", "warn", "info", "debug", "trace").contains(text)) {
            throw new IllegalArgumentException("one of error, warn, info, debug, trace");
        }
        return text;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException notOne) {
            // Has no host: what is wrong is told without quoting what may hold a password.
            return URI.create("");
        }
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException notOne) {
            return null;
        }
    }
}

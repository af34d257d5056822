package fr.creneau.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a request comes from, as far as limits need it: /24 of IPv4, /64 of IPv6. Only our own balancer is believed. */
final class Clients {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 8;
    private final Set<String> trustedProxies;

    Clients(Set<String> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    String prefix(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded != null && trustedProxies.contains(peer)) {
            // The last entry is the one our balancer wrote; the client wrote those before.
            return prefixOf(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip());
        }
        return prefixOf(peer);
    }

    static String prefixOf(String address) {
        // Only literals: a name would be looked up, and that blocks.
        if (!LITERAL.matcher(address).matches()) {
            return "unknown";
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            int kept = parsed instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES;
            return HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), kept));
        } catch (UnknownHostException malformed) {
            return "unknown";
        }
    }
}

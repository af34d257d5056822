package fr.creneau.web;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Where a request comes from, as far as limits need it: /24 of IPv4, /64 of IPv6. Only our own balancer is believed. */
final class Clients {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 8;
    /** An IPv4 address as a balancer writes it that listens to both at once: {@code ::ffff:192.0.2.1}. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private final Set<String> trustedProxies;

    Clients(Set<String> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    String prefix(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        List<String> forwarded = request.headers().getAll("X-Forwarded-For");
        if (!forwarded.isEmpty() && trustedProxies.contains(peer)) {
            return prefixOf(lastOf(forwarded));
        }
        return prefixOf(peer);
    }

    /** The last entry of the last line is the one our balancer wrote; the client may have written those before. */
    static String lastOf(List<String> lines) {
        String line = lines.get(lines.size() - 1);
        return line.substring(line.lastIndexOf(',') + 1).strip();
    }

    /** Of anything but an address: unknown. Never asks a name server. */
    static String prefixOf(String address) {
        byte[] parsed = NetUtil.createByteArrayFromIpAddressString(address);
        if (parsed == null) {
            return "unknown";
        }
        if (parsed.length > MAPPED.length && Arrays.equals(parsed, 0, MAPPED.length, MAPPED, 0, MAPPED.length)) {
            return hex(parsed, MAPPED.length, IPV4_BYTES);
        }
        return hex(parsed, 0, parsed.length == IPV4_BYTES + 1 ? IPV4_BYTES : IPV6_BYTES);
    }

    private static String hex(byte[] address, int from, int length) {
        return HexFormat.of().formatHex(address, from, from + length);
    }
}

package fr.creneau.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests as the bytes that go over the wire. */
final class Requests {
    private static final String DESKS = "/api/v1/desks/";
    private final String desk;

    /** @param desk to which those of the API go */
    Requests(String desk) {
        this.desk = desk;
    }

    String desk() {
        return desk;
    }

    /** Where a ticket of the crowded desk stands. */
    static byte[] poll() {
        return poll(1_700);
    }

    static byte[] poll(int ticket) {
        return get(DESKS + BenchSite.CROWDED + "/releases/" + BenchSite.ROOM + "/tickets/" + ticket);
    }

    static byte[] get(String path) {
        return get(path, "");
    }

    /** @param cookies the Cookie header's value; empty for none */
    static byte[] get(String path, String cookies) {
        String cookie = cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n";
        // As every browser does.
        String accept = "Accept-Encoding: gzip, deflate\r\n";
        return bytes("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + accept + cookie + "\r\n");
    }

    /** A browser sends the calendar's form. */
    static byte[] choose(String desk, String slot, Walk.Browser browser, int port) {
        String form = Walk.form(Map.of("csrf", browser.token(), "plage", slot));
        return bytes("POST /rdv/" + desk + "/plage HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nOrigin: http://127.0.0.1:" + port
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip, deflate\r\nCookie: "
                + browser.cookies() + "\r\nContent-Length: " + form.length() + "\r\n\r\n" + form);
    }

    byte[] beginJourney() {
        return api("POST", "/journeys", "", """
                {"procedure":"modification","permitExpiry":"%s","commune":"97302","conditions":true}""".formatted(
                java.time.LocalDate.now(java.time.ZoneId.of("America/Cayenne")).plusYears(1)));
    }

    byte[] hold(String token, String slot) {
        return api("PUT", "/hold", token, "{\"slot\":\"" + slot + "\"}");
    }

    byte[] release(String token) {
        return bytes("DELETE " + DESKS + desk + "/hold HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\n\r\n");
    }

    byte[] challenge(String token) {
        return bytes("GET " + DESKS + desk + "/hold/challenge HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + token + "\r\n\r\n");
    }

    byte[] proof(String token, String payload) {
        return api("POST", "/hold/proof", token, "{\"altcha\":\"" + payload + "\"}");
    }

    /** @param person makes the person another one */
    byte[] booking(String token, long person) {
        return api("POST", "/bookings", token, """
                {"lastName":"Bench","firstName":"Ada","email":"a%d@example.org","agdref":"%010d"}""".formatted(person, 9_700_000_000L + person));
    }

    private byte[] api(String method, String path, String token, String json) {
        String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        return bytes(method + " " + DESKS + desk + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + authorization + "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                + json);
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.UTF_8);
    }
}

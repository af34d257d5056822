package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.outbox.MailContent;
import fr.creneau.testkit.ScriptedRelay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures are verified as a receiver would, from the bytes that went over the wire (RFC 6376, relaxed/relaxed). */
class DkimIT {
    @TempDir
    Path folder;

    @Test
    void everyMailIsSignedSoThatAReceiverCanVerifyIt() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Path key = folder.resolve("dkim.pem");
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        try (MailSite site = new MailSite();
                ScriptedRelay relay = ScriptedRelay.start()) {
            site.start(signing(relay, key));
            site.send("eloise@example.net", MailSite.toConfirm());
            site.send(
                    "eloise@example.net",
                    new MailContent.Convocation(MailSite.appointment(BookingState.BOOKED, 180), "abc"));
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.accepted().size() == 2);
            for (String message : relay.accepted()) {
                assertThat(isSigned(message, keys)).isTrue();
                assertThat(isSigned(message.replace("text/plain", "text/x-other"), keys))
                        .isFalse();
                assertThat(isSigned(message.replaceFirst("Subject: ", "Subject: Re: "), keys))
                        .isFalse();
            }
        }
    }

    private static Config.Smtp signing(ScriptedRelay relay, Path key) {
        Config.Smtp plain = relay.smtp(Duration.ofSeconds(5));
        return new Config.Smtp(
                plain.host(),
                plain.port(),
                plain.startTls(),
                plain.tls(),
                plain.user(),
                plain.password(),
                plain.connections(),
                plain.timeout(),
                plain.attempts(),
                ConfigLoader.load(null, environment(key)).smtp().dkim());
    }

    /** Of a whole configuration only the signature matters here. */
    private static Map<String, String> environment(Path key) {
        return Map.of(
                "CRENEAU_HTTP_PUBLIC_URL", "https://rdv.example.org",
                "CRENEAU_POSTGRES_PASSWORD", "p",
                "CRENEAU_SECURITY_KEYS", "k".repeat(32),
                "CRENEAU_SECURITY_PERSON_KEY", "k".repeat(32),
                "CRENEAU_SMTP_DKIM_DOMAIN", "example.org",
                "CRENEAU_SMTP_DKIM_SELECTOR", "mail2026",
                "CRENEAU_SMTP_DKIM_PRIVATE_KEY", key.toString());
    }

    private static boolean isSigned(String message, KeyPair keys) throws Exception {
        int end = message.indexOf("\r\n\r\n");
        String[] fields = message.substring(0, end).split("\r\n(?![ \t])");
        Map<String, String> headers = new HashMap<>();
        for (String field : fields) {
            headers.put(field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT), relaxed(field));
        }
        String signature = headers.get("dkim-signature");
        Map<String, String> tags = new HashMap<>();
        for (String tag : signature.substring(signature.indexOf(':') + 1).split(";")) {
            int equals = tag.indexOf('=');
            tags.put(tag.substring(0, equals).strip(), tag.substring(equals + 1).strip());
        }
        assertThat(tags).containsEntry("a", "rsa-sha256").containsEntry("c", "relaxed/relaxed");
        assertThat(tags).containsEntry("d", "example.org").containsEntry("s", "mail2026");

        byte[] body = MessageDigest.getInstance("SHA-256").digest(bytes(relaxedBody(message.substring(end + 4))));
        if (!Base64.getEncoder().encodeToString(body).equals(tags.get("bh"))) {
            return false;
        }
        StringBuilder signed = new StringBuilder();
        for (String name : tags.get("h").split(":")) {
            String header = headers.get(name.strip().toLowerCase(Locale.ROOT));
            assertThat(header).describedAs(name).isNotNull();
            signed.append(header).append("\r\n");
        }
        signed.append(signature, 0, signature.lastIndexOf("b=") + 2);
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(keys.getPublic());
        verifier.update(bytes(signed.toString()));
        return verifier.verify(Base64.getDecoder().decode(tags.get("b")));
    }

    private static String relaxed(String field) {
        int colon = field.indexOf(':');
        String value = field.substring(colon + 1)
                .replace("\r\n", "")
                .replaceAll("[ \t]+", " ")
                .strip();
        return field.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value;
    }

    private static String relaxedBody(String body) {
        return body.replaceAll("[ \t]+", " ").replaceAll(" (?=\r\n)", "").replaceAll("(\r\n)+$", "") + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

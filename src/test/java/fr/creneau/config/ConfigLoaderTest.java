package fr.creneau.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String KEY = "k".repeat(32);
    private static final Map<String, String> ENOUGH = Map.of(
            "CRENEAU_HTTP_PUBLIC_URL",
            "https://rdv.example.org",
            "CRENEAU_POSTGRES_PASSWORD",
            "sesame-sesame",
            "CRENEAU_SECURITY_KEYS",
            KEY,
            "CRENEAU_SECURITY_PERSON_KEY",
            KEY);

    @TempDir
    Path folder;

    @Test
    void fourValuesAreEnough() {
        Config config = ConfigLoader.load(null, ENOUGH);
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.holds().lifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.smtp().startTls()).isEqualTo(Config.StartTls.REQUIRED);
        assertThat(config.security().secureCookies()).isTrue();
    }

    @Test
    void theEnvironmentHasTheLastWordOverTheFile() throws IOException {
        Path file = file("http.port=9000\nhttp.drain=7s\n# a comment\nredis.endpoints=redis://a:1\n");
        Config config = ConfigLoader.load(file, with("CRENEAU_HTTP_PORT", "9001"));
        assertThat(config.http().port()).isEqualTo(9001);
        assertThat(config.http().drain()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.redis().endpoints()).containsExactly("redis://a:1");
    }

    @Test
    void everyErrorIsToldAtOnce() throws IOException {
        Path file = file("http.port=high\nholds.liftime=1m\nredis.mode=sentinel\ntheme.dir=/no/such/folder\n");
        ConfigException failure = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(file, Map.of("CRENEAU_SMTP_USER", "someone")));
        assertThat(failure.problems)
                .containsExactlyInAnyOrder(
                        "http.port: \"high\" is not a whole number from 0 to 65535",
                        "http.public-url: must be set",
                        "redis.master: must be set when redis.mode is sentinel",
                        "postgres.password: must be set (or postgres.password-file)",
                        "smtp.user, smtp.password: both, or neither",
                        "security.keys: must be set (or security.keys-file)",
                        "security.person-key: must be set (or security.person-key-file)",
                        "theme.dir: \"/no/such/folder\" is not a folder that is there",
                        "holds.liftime: no such key");
        assertThat(failure).hasMessageStartingWith("The configuration has 9 errors:\n  ");
    }

    @Test
    void trustedProxiesAreAddressesHoweverTheyAreWritten() {
        Config config = ConfigLoader.load(null, with("CRENEAU_HTTP_TRUSTED_PROXIES", "192.0.2.10, fd00::10"));
        assertThat(config.http().trustedProxies()).containsExactlyInAnyOrder("192.0.2.10", "fd00:0:0:0:0:0:0:10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/24", "balancer", "192.0.2.10, balancer.example.org", "192.0.2.300", "192.0.2"})
    void whatWouldMatchNoProxyIsRefused(String text) {
        assertThatThrownBy(() -> ConfigLoader.load(null, with("CRENEAU_HTTP_TRUSTED_PROXIES", text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("CRENEAU_HTTP_TRUSTED_PROXIES")
                .hasMessageContaining("no networks");
    }

    @Test
    void theKeysOfTheDockerExampleAreForLocalhost() throws IOException {
        Matcher key = Pattern.compile("CRENEAU_SECURITY_(?:PERSON_KEY|KEYS): (.+)")
                .matcher(Files.readString(Path.of("docker", "compose.yaml")));
        int keys = 0;
        while (key.find()) {
            keys++;
            for (String name : List.of("CRENEAU_SECURITY_KEYS", "CRENEAU_SECURITY_PERSON_KEY")) {
                Map<String, String> environment = with(name, key.group(1));
                assertThatThrownBy(() -> ConfigLoader.load(null, environment))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("for localhost")
                        .hasMessageNotContaining(key.group(1));
                environment.put("CRENEAU_HTTP_PUBLIC_URL", "http://localhost:8080");
                assertThat(ConfigLoader.load(null, environment).security().keys())
                        .isNotEmpty();
            }
        }
        assertThat(keys).isEqualTo(2);
    }

    @Test
    void limitsAreABurstOverATimeOrOff() throws IOException {
        Config.Limits limits = ConfigLoader.load(
                        file("limits.holds-per-session=7/10m\nlimits.holds-per-prefix=off\nlimits.abandoned-hold=7\n"),
                        ENOUGH)
                .limits();
        assertThat(limits.holdsPerSession()).isEqualTo(new Rate(7, Duration.ofMinutes(10)));
        assertThat(limits.holdsPerSession().intervalMicros()).isEqualTo(85_714_286);
        assertThat(limits.holdsPerPrefix()).isEqualTo(Rate.OFF);
    }

    @ParameterizedTest
    @CsvSource({"6", "6/", "0/1h", "6/1w", "6/0s", "6/2d", "-1/1h", "100001/1h", "none"})
    void whatIsNoLimitIsRefused(String text) {
        assertThatThrownBy(() -> ConfigLoader.load(null, with("CRENEAU_LIMITS_HOLDS_PER_PREFIX", text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("CRENEAU_LIMITS_HOLDS_PER_PREFIX");
    }

    @Test
    void limitsMustLeaveRoomForOneHold() {
        assertThatThrownBy(() -> ConfigLoader.load(null, with("CRENEAU_LIMITS_HOLDS_PER_SESSION", "2/1h")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one hold must be possible");
    }

    @Test
    void aDkimKeyThatCannotSignIsToldWithTheOtherErrorsAndNotQuoted() throws IOException {
        for (String key : List.of(
                "-----BEGIN RSA PRIVATE KEY-----\nTUlJQg==\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nTUlJQg==\n-----END PRIVATE KEY-----\n",
                "what is this\n")) {
            Path file = Files.writeString(folder.resolve("dkim.pem"), key);
            Map<String, String> environment = with("CRENEAU_SMTP_DKIM_DOMAIN", "example.org");
            environment.put("CRENEAU_SMTP_DKIM_SELECTOR", "s1");
            environment.put("CRENEAU_SMTP_DKIM_PRIVATE_KEY", file.toString());
            environment.put("CRENEAU_HTTP_PORT", "high");
            ConfigException failure =
                    catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(null, environment));
            assertThat(failure).as(key).isNotNull();
            assertThat(failure.problems)
                    .hasSize(2)
                    .anySatisfy(problem -> assertThat(problem)
                            .contains("CRENEAU_SMTP_DKIM_PRIVATE_KEY", "PKCS#8")
                            .doesNotContain("TUlJ", "what is this"));
        }
    }

    @Test
    void anUnknownVariableIsRefusedAndTheRightOneSuggested() {
        assertThatThrownBy(() -> ConfigLoader.load(null, with("CRENEAU_HTTP_PUBLICURL", "https://a.example.org")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("CRENEAU_HTTP_PUBLICURL: no such key, is http.public-url meant?")
                .hasMessageNotContaining("a.example.org");
    }

    @Test
    void aSecretMayComeFromAFile() throws IOException {
        Path secret = file("from the file\n");
        Map<String, String> environment = new HashMap<>(ENOUGH);
        environment.remove("CRENEAU_POSTGRES_PASSWORD");
        environment.put("CRENEAU_POSTGRES_PASSWORD_FILE", secret.toString());
        assertThat(ConfigLoader.load(null, environment).postgres().password()).isEqualTo(new Secret("from the file"));
    }

    @Test
    void keysAreListedOneALineOrWithCommas() throws IOException {
        Path secret = file("a".repeat(32) + "\n" + "b".repeat(32) + "," + "c".repeat(32));
        Map<String, String> environment = new HashMap<>(ENOUGH);
        environment.remove("CRENEAU_SECURITY_KEYS");
        environment.put("CRENEAU_SECURITY_KEYS_FILE", secret.toString());
        assertThat(ConfigLoader.load(null, environment).security().keys()).hasSize(3);
    }

    @Test
    void aSecretInTwoPlacesAndAMissingSecretFileAreErrors() {
        assertThatThrownBy(() -> ConfigLoader.load(null, with("CRENEAU_POSTGRES_PASSWORD_FILE", "/no/such")))
                .hasMessageContaining("give one of the two");
        Map<String, String> environment = new HashMap<>(ENOUGH);
        environment.remove("CRENEAU_SECURITY_KEYS");
        environment.put("CRENEAU_SECURITY_KEYS_FILE", "/no/such/file");
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(null, environment));
        assertThat(failure.problems)
                .containsExactly("CRENEAU_SECURITY_KEYS_FILE: this file cannot be read (there is none)");
    }

    @Test
    void secretsAreNeverPrinted() {
        Map<String, String> environment = with("CRENEAU_POSTGRES_PASSWORD", "opensesame");
        environment.put("CRENEAU_SMTP_USER", "someone");
        environment.put("CRENEAU_SMTP_PASSWORD", "opensesame");
        environment.put("CRENEAU_REDIS_PASSWORD", "opensesame");
        environment.put("CRENEAU_SECURITY_KEYS", "opensesame".repeat(4));
        environment.put("CRENEAU_SECURITY_PERSON_KEY", "opensesame".repeat(4));
        assertThat(ConfigLoader.load(null, environment).toString())
                .doesNotContain("opensesame")
                .contains("***");

        environment.put("CRENEAU_SECURITY_KEYS", "opensesame");
        environment.put("CRENEAU_SECURITY_PERSON_KEY", "opensesame");
        environment.put("CRENEAU_REDIS_ENDPOINTS", "redis://:opensesame@host:6379");
        environment.put("CRENEAU_HTTP_PUBLIC_URL", "https://user:opensesame@host");
        environment.put("CRENEAU_POSTGRES_PASWORD", "opensesame");
        assertThatThrownBy(() -> ConfigLoader.load(null, environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has 5 errors")
                .hasMessageNotContaining("opensesame");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ConfigLoader.load(folder.resolve("none.properties"), ENOUGH))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.properties cannot be read (there is none)");
    }

    @ParameterizedTest
    @CsvSource({
        "CRENEAU_HTTP_PUBLIC_URL, http://rdv.example.org",
        "CRENEAU_HTTP_PUBLIC_URL, https://rdv.example.org/path",
        "CRENEAU_HTTP_PUBLIC_URL, rdv.example.org",
        "CRENEAU_HTTP_PUBLIC_URL, https://rdv example",
        "CRENEAU_REDIS_ENDPOINTS, localhost:6379",
        "CRENEAU_REDIS_ENDPOINTS, 'redis://a:1,redis://b:2'",
        "CRENEAU_REDIS_MODE, several",
        "CRENEAU_REDIS_TIMEOUT, 2",
        "CRENEAU_REDIS_TIMEOUT, 0s",
        "CRENEAU_POSTGRES_TLS, yes",
        "CRENEAU_POSTGRES_MAX_WAITING, 31",
        "CRENEAU_MANAGEMENT_PORT, 8080",
        "CRENEAU_HOLDS_UNPROVEN, 20m",
        "CRENEAU_BOOKINGS_COOLING_MIN, 48h",
        "CRENEAU_BOOKINGS_CONFIRM_WITHIN, 1h",
        "CRENEAU_SMTP_DKIM_DOMAIN, example.org",
        "CRENEAU_SECURITY_SECURE_COOKIES, false",
        "CRENEAU_LOGS_LEVEL, loud",
    })
    void whatCannotBeRightIsRefused(String variable, String value) {
        assertThatThrownBy(() -> ConfigLoader.load(null, with(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has 1 error:");
    }

    @Test
    void everyKeyIsDocumentedWithItsDefault() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        Pattern row = Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\| .*\\|$", Pattern.MULTILINE);
        row.matcher(Files.readString(Path.of("src/docs/configuration.md")))
                .results()
                .forEach(match -> documented.put(match.group(1), match.group(2)));
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(ConfigLoader.keys());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("some.properties"), content);
    }

    private static Map<String, String> with(String variable, String value) {
        Map<String, String> environment = new HashMap<>(ENOUGH);
        environment.put(variable, value);
        return environment;
    }
}

package fr.creneau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.CommandLine.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void servesByDefault() {
        assertThat(parse("")).isEqualTo(new CommandLine(new Command.Serve(), null));
        assertThat(parse("serve --config a.properties"))
                .isEqualTo(new CommandLine(new Command.Serve(), Path.of("a.properties")));
    }

    @Test
    void importsASchedule() {
        assertThat(parse("schedule import desks.yaml").command())
                .isEqualTo(new Command.Schedule(List.of("schedule", "import", "desks.yaml")));
        assertThat(parse("schedule import desks.yaml --dry-run").command())
                .isEqualTo(new Command.Schedule(List.of("schedule", "import", "desks.yaml", "--dry-run")));
    }

    @Test
    void listsAndSendsAgainWhatWasGivenUp() {
        assertThat(parse("mail resend 1 2").command()).isEqualTo(new Command.Mail(List.of("mail", "resend", "1", "2")));
        assertThat(parse("mail list").command()).isEqualTo(new Command.Mail(List.of("mail", "list")));
    }

    @Test
    void theConfigurationFileMayBeNamedByTheEnvironment() {
        Map<String, String> environment = Map.of("CRENEAU_CONFIG", "e.properties");
        assertThat(CommandLine.parse(List.of("migrate"), environment).config()).isEqualTo(Path.of("e.properties"));
        assertThat(CommandLine.parse(List.of("--config", "f.properties"), environment)
                        .config())
                .isEqualTo(Path.of("f.properties"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "migrate now", "serve --dry-run", "--config"})
    void whatIsNotUnderstoodIsRefused(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    private static CommandLine parse(String line) {
        return CommandLine.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), Map.of());
    }
}

package fr.creneau;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the program was asked to do.
 *
 * @param config the configuration file, if one was named here or in {@code CRENEAU_CONFIG}
 */
record CommandLine(Command command, @Nullable Path config) {
    static final String USAGE = """
            Usage: java -jar creneau-all.jar [--config FILE] [COMMAND]

              serve                             starts the site (the default)
              schedule import FILE [--dry-run]  applies a file of desks and slots; --dry-run only says what it would change
              mail list                         shows the mails that were given up, nothing of a person
              mail resend ID...                 puts some of them back into the queue
              draw KEY SHA-256 TICKETS [NUMBER] recomputes the draw of a release from what was published
              migrate                           brings the database to the newest schema
              help                              prints this

            Configuration: a properties file (--config, or CRENEAU_CONFIG), then the environment.""";

    sealed interface Command {
        record Serve() implements Command {}

        record Migrate() implements Command {}

        record Help() implements Command {}

        /** @param words as they were given, after {@code draw} */
        record Draw(List<String> words) implements Command {}

        /** @param words as they were given, from {@code schedule} on */
        record Schedule(List<String> words) implements Command {}

        /** @param words as they were given, from {@code mail} on */
        record Mail(List<String> words) implements Command {}
    }

    /** @throws IllegalArgumentException saying what was not understood */
    static CommandLine parse(List<String> arguments, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        String file = environment.getOrDefault("CRENEAU_CONFIG", "");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--config")) {
                i++;
                if (i == arguments.size()) {
                    throw new IllegalArgumentException("--config needs a file");
                }
                file = arguments.get(i);
            } else {
                words.add(argument.equals("--help") || argument.equals("-h") ? "help" : argument);
            }
        }
        return new CommandLine(command(words), file.isEmpty() ? null : Path.of(file));
    }

    private static Command command(List<String> words) {
        if (words.contains("help")) {
            return new Command.Help();
        }
        if (!words.isEmpty() && words.get(0).equals("schedule")) {
            return new Command.Schedule(List.copyOf(words));
        }
        if (!words.isEmpty() && words.get(0).equals("mail")) {
            return new Command.Mail(List.copyOf(words));
        }
        if (!words.isEmpty() && words.get(0).equals("draw")) {
            return new Command.Draw(List.copyOf(words.subList(1, words.size())));
        }
        if (words.isEmpty() || words.equals(List.of("serve"))) {
            return new Command.Serve();
        }
        if (words.equals(List.of("migrate"))) {
            return new Command.Migrate();
        }
        throw new IllegalArgumentException("not a command: " + String.join(" ", words));
    }
}

package fr.creneau.config;

import java.util.List;

/** The configuration cannot be used. Says everything that is wrong with it at once, and never the value of a secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One sentence for each thing to mend. */
    public final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .reduce(
                        "The configuration has " + problems.size() + (problems.size() == 1 ? " error:" : " errors:"),
                        String::concat));
        this.problems = List.copyOf(problems);
    }
}

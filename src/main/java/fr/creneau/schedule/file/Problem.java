package fr.creneau.schedule.file;

/**
 * Something the file says that can't be meant.
 *
 * @param line from 1
 * @param path where in the structure, e.g. {@code desks[0].slots.hours.monday[1]}
 */
public record Problem(int line, String path, String what) {
    @Override
    public String toString() {
        return path.isEmpty() ? "line %d: %s".formatted(line, what) : "line %d, %s: %s".formatted(line, path, what);
    }
}

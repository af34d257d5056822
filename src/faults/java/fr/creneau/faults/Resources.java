package fr.creneau.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the site's class path as its instances see them, with what a mutant changed. */
record Resources(List<Path> patches) {
    byte[] bytes(String name) throws IOException {
        for (Path patch : patches) {
            Path file = patch.resolve(name);
            if (Files.exists(file)) {
                return Files.readAllBytes(file);
            }
        }
        try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + name + " on the class path");
            }
            return in.readAllBytes();
        }
    }

    /** A script of the desks, with what is put in front of it. */
    String script(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String part : List.of("clock", "gcra", "desk", name)) {
            text.append(new String(bytes("redis/" + part + ".lua"), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString();
    }
}

package fr.creneau.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The site without one of its guards.
 *
 * @param file of the class path that has the guard
 * @param guard its text, or nothing if the file is one more; in a class file too, where SQL stands as it was written
 * @param instead shorter, or as long: spaces fill it up, so that a class file stays one
 * @param fault under which the guard is needed
 * @param rules of which at least one is broken without it
 */
record Mutant(String name, String file, String guard, String instead, Fault fault, String rules) {
    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "seat-row",
                    "fr/creneau/booking/PgBatchStore.class",
                    "where s.booking_id is null and not s.withdrawn",
                    "where not s.withdrawn",
                    Faults.REDIS_REWIND.times(3),
                    "A"),
            new Mutant(
                    "person-index",
                    "db/migration/V999__without_a_guard.sql",
                    "",
                    "drop index booking_person_active;",
                    Faults.NONE,
                    "C"),
            new Mutant(
                    "free-seats",
                    "redis/place.lua",
                    "redis.call('ZREM', free_key(p, slot), unpack(seats))",
                    "",
                    Faults.NONE,
                    "A"),
            new Mutant(
                    "fence",
                    "redis/release.lua",
                    "or (ARGV[2] ~= '0' and tonumber(ARGV[2]) ~= hold.fence)",
                    "",
                    Faults.LATE.times(6),
                    "A"),
            new Mutant(
                    "version",
                    "redis/desk.lua",
                    "if tonumber(string.sub(heard, 1, -2)) >= tonumber(version) then return end",
                    "",
                    Faults.LATE.times(6),
                    "D"),
            new Mutant(
                    "epoch",
                    "redis/rebuild_flip.lua",
                    "if m[2] ~= ARGV[1] then return {'STALE'} end",
                    "",
                    Faults.LATE.times(6),
                    "AD"),
            new Mutant(
                    "turn",
                    "fr/creneau/waitingroom/TurnStore.class",
                    "$2 between a.first_position and a.last_position and now()",
                    "a.first_position = 1 and now()",
                    Faults.OPENING,
                    "E"),
            // The number that is asked with still names its type, or PostgreSQL would not know it.
            new Mutant(
                    "owner",
                    "fr/creneau/waitingroom/TurnStore.class",
                    "count(*) = 0 or bool_or(k.person = $3)",
                    "count(*) >= 0 or bool_or(k.person=$3)",
                    Faults.REQUESTS_IN_TURN,
                    "E"),
            new Mutant(
                    "pass",
                    "redis/place.lua",
                    "if pass ~= '' and (used[pass] or redis.call('EXISTS', pass_key(pass)) == 1) then return {'PASS_USED'} end",
                    "",
                    Faults.OPENING,
                    "E"));

    /** Whether it takes a release with a waiting room to see what is missing. */
    boolean ofRelease() {
        return rules.equals("E");
    }

    /** A folder for the front of the class path. */
    Path write(Path folder) throws IOException {
        Path patched = folder.resolve("mutants").resolve(name);
        Path target = patched.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, text().getBytes(StandardCharsets.ISO_8859_1));
        return patched;
    }

    private String text() throws IOException {
        if (guard.isEmpty()) {
            return instead;
        }
        String text = new String(new Resources(List.of()).bytes(file), StandardCharsets.ISO_8859_1);
        if (!text.contains(guard)) {
            throw new IllegalStateException("the guard of " + name + " does not stand in " + file + " any more");
        }
        String padded = instead + " ".repeat(guard.length() - instead.length());
        return text.replace(guard, padded);
    }
}

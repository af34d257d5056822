package fr.creneau.hold;

import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.SeatWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's words on seats as the scripts read them: seven arguments for each seat. */
final class Words {
    /** Seats in one script call: a few milliseconds of Redis's only thread. */
    static final int BATCH = 500;

    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private Words() {}

    static List<List<SeatWord>> batches(List<SeatWord> words) {
        List<List<SeatWord>> batches = new ArrayList<>();
        for (int from = 0; from < words.size(); from += BATCH) {
            batches.add(words.subList(from, Math.min(from + BATCH, words.size())));
        }
        return batches;
    }

    static void append(List<String> args, List<SeatWord> words) {
        for (SeatWord word : words) {
            args.add(word.seat().slot().value());
            args.add(millis(word.slotStart()));
            args.add(millis(word.opens()));
            args.add(String.valueOf(word.seat().number()));
            args.add(String.valueOf(word.version()));
            args.add(state(word.availability()));
            args.add(word.availability() instanceof Availability.FreeFrom free ? millis(free.instant()) : "0");
        }
    }

    private static String state(Availability availability) {
        if (availability instanceof Availability.FreeFrom) {
            return "F";
        }
        return availability instanceof Availability.Taken ? "T" : "W";
    }

    /** PostgreSQL's -infinity comes as an instant that has no milliseconds. */
    private static String millis(Instant instant) {
        if (instant.isBefore(Instant.EPOCH)) {
            return "0";
        }
        return String.valueOf((instant.isAfter(FAR) ? FAR : instant).toEpochMilli());
    }
}

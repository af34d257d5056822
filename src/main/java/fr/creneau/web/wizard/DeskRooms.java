package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The waiting rooms of a desk as one visitor meets them. */
public final class DeskRooms {
    private DeskRooms() {}

    /** The one to lead this visitor to, if the desk has any. */
    public static Optional<Room> lead(Stage stage) {
        return choice(stage, eligible(stage)).best();
    }

    /**
     * A room that is worth a visit, as other pages announce it.
     *
     * @param key of the sentence; that of the link has {@code -go} behind it
     * @param opens when its slots go, or went, on sale
     * @param enrols from when on people may enrol
     */
    public record Link(String url, String key, Instant opens, Instant enrols) {
        public String go() {
            return key + "-go";
        }
    }

    /** To those with anything to hope for. */
    static List<Link> links(Stage stage) {
        return choice(stage, eligible(stage)).links();
    }

    static List<Link> links(Stage stage, Eligible eligible) {
        return choice(stage, Optional.of(eligible)).links();
    }

    /** The same for a visitor of whom nothing is known but the browser. */
    public static List<Link> links(Site site, Visit visit, DeskId desk) {
        return choice(site, visit, desk, release -> true).links();
    }

    private static Optional<Eligible> eligible(Stage stage) {
        return stage.journey()
                .map(Journey::answers)
                .map(answers -> stage.desk().rules().judge(answers, stage.today()))
                .filter(Eligible.class::isInstance)
                .map(Eligible.class::cast);
    }

    /**
     * Whether to send somebody there for whom the calendar has nothing. Not those whose turn it is: they would be sent back at once, in a
     * circle, as long as the snapshot is behind or their own days are full.
     */
    static boolean isWorthwhile(Stage stage, Eligible eligible) {
        RoomChoice choice = choice(stage, Optional.of(eligible));
        boolean turn = choice.rooms().stream()
                .anyMatch(room -> Turns.pass(stage, room.release().id()).isPresent());
        return !turn && !choice.worthwhile().isEmpty();
    }

    private static RoomChoice choice(Stage stage, Optional<Eligible> eligible) {
        return choice(
                stage.site(),
                stage.visit(),
                stage.deskId(),
                release -> eligible.map(mine -> stage.schedule().suits(release, mine))
                        .orElse(true));
    }

    private static RoomChoice choice(Site site, Visit visit, DeskId desk, Predicate<ReleaseId> suits) {
        List<Room> rooms = site.rooms().all().values().stream()
                .filter(room -> room.release().desk().equals(desk))
                .toList();
        return new RoomChoice(
                rooms,
                visit.tickets(),
                suits,
                site.clock().instant().plus(site.rooms().ahead()));
    }
}

package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.web.Session.Journey;
import java.util.List;
import java.util.Optional;

/** The waiting rooms of a desk as one visitor meets them. */
public final class DeskRooms {
    private DeskRooms() {}

    /** The one to lead this visitor to, if the desk has any. */
    public static Optional<Room> lead(Stage stage) {
        Optional<Eligible> eligible = stage.journey()
                .map(Journey::answers)
                .map(answers -> stage.desk().rules().judge(answers, stage.today()))
                .filter(Eligible.class::isInstance)
                .map(Eligible.class::cast);
        return choice(stage, eligible).best();
    }

    /**
     * Whether to send somebody there for whom the calendar has nothing. Not those whose turn it is: they would be sent back at once, in a
     * circle, as long as the snapshot is behind or their own days are full.
     */
    static boolean isWorthwhile(Stage stage, Eligible eligible) {
        boolean turn = of(stage).stream()
                .anyMatch(room -> Turns.pass(stage, room.release().id()).isPresent());
        return !turn && choice(stage, Optional.of(eligible)).isWorthwhile();
    }

    private static RoomChoice choice(Stage stage, Optional<Eligible> eligible) {
        return new RoomChoice(
                of(stage),
                stage.visit().tickets(),
                release -> eligible.map(mine -> stage.schedule().suits(release, mine))
                        .orElse(true),
                stage.now().plus(stage.site().rooms().ahead()));
    }

    private static List<Room> of(Stage stage) {
        return stage.site().rooms().all().values().stream()
                .filter(room -> room.release().desk().equals(stage.deskId()))
                .toList();
    }
}

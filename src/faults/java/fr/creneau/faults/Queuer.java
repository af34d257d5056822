package fr.creneau.faults;

import fr.creneau.faults.Operation.End;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Goes through the waiting room of a release; some will not wait for their turn, some use it twice, some let it pass, some sell it. */
record Queuer(Slots slots) implements Crowd.Visitor {
    private static final int TRIES = 6;
    /** Numbers from there on are of people who never enrol. */
    private static final int BUYERS = 50_000_000;

    @Override
    public void visit(Journey journey, long person, BooleanSupplier selling) throws InterruptedException, IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long agdref = 1_000_000 + person;
        if (journey.enrol(agdref) != End.OK) {
            return;
        }
        boolean impatient = random.nextInt(3) == 0;
        Optional<String> pass = Optional.empty();
        while (pass.isEmpty()) {
            String phase = journey.look();
            if (phase.equals("over") || phase.equals("sold-out") || !selling.getAsBoolean()) {
                return;
            }
            if (phase.equals("turn") && random.nextInt(6) == 0) {
                journey.giveUp();
                return;
            }
            if (phase.equals("waiting") && impatient) {
                journey.place(slots.wanted(person));
            }
            if (random.nextInt(10) == 0) {
                // To be sure: the same ticket comes back.
                journey.enrol(agdref);
            }
            if (phase.equals("turn") || (phase.equals("waiting") && impatient)) {
                pass = journey.enter();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextLong(500, 1_000));
        }
        choose(journey, person, agdref, pass.get());
    }

    private void choose(Journey journey, long person, long agdref, String pass)
            throws InterruptedException, IOException {
        End end = End.FAIL;
        String slot = "";
        for (int i = 0; i < TRIES && end == End.FAIL; i++) {
            slot = slots.wanted(person + i);
            end = journey.place(slot, pass);
        }
        if (end != End.OK) {
            return;
        }
        int mood = ThreadLocalRandom.current().nextInt(6);
        if (mood == 0) {
            return;
        }
        if (mood == 1 && journey.release() == End.OK) {
            // A turn is good for one choice.
            journey.place(slots.wanted(person), pass);
            return;
        }
        if (journey.prove() != End.OK) {
            return;
        }
        if (mood == 2 && journey.release() == End.OK) {
            // And what was given back is the next one's, whatever a token says.
            journey.bookAsIfLost(agdref, slot);
            return;
        }
        // A turn is its owner's: whoever buys it has no ticket. Once they are refused the owner comes after all.
        if (mood != 3 || journey.book(BUYERS + person) == End.FAIL) {
            journey.book(agdref);
        }
    }
}

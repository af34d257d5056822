package fr.creneau.faults;

import fr.creneau.faults.Operation.End;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Comes while slots are on sale to everybody, and changes their mind sometimes. */
record Applicant(Slots slots) implements Crowd.Visitor {
    /** So many people in a row know one who asks for several appointments at once. */
    private static final int GREED = 20;

    @Override
    public void visit(Journey journey, long person, BooleanSupplier selling) throws InterruptedException, IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        TimeUnit.MILLISECONDS.sleep(random.nextLong(20, 100));
        if (journey.place(slots.wanted(person)) != End.OK) {
            return;
        }
        int mood = random.nextInt(10);
        if (mood < 2) {
            journey.release();
            return;
        }
        if (mood < 4 && journey.place(slots.wanted(person)) != End.OK) {
            return;
        }
        if (mood == 4 || mood == 5 || journey.prove() != End.OK) {
            return;
        }
        journey.book(random.nextInt(5) == 0 ? person / GREED : 1_000_000 + person);
    }
}

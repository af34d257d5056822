package fr.creneau.faults;

import fr.creneau.faults.Operation.Kind;
import java.time.Duration;

/**
 * Something that breaks.
 *
 * @param name as in the summary
 * @param touches the questions that cannot be answered meanwhile: the first definite answer to one ends the recovery
 * @param times how often it is injected in a run
 * @param repair how long Redis may differ from PostgreSQL afterwards
 */
record Fault(String name, Kind touches, int times, Duration repair, Injection injection) {
    @FunctionalInterface
    interface Injection {
        /** Breaks it and mends it. From then on the site is on its own. */
        void inject(Site site, History history) throws Exception;
    }

    Fault times(int number) {
        return new Fault(name, touches, number, repair, injection);
    }
}

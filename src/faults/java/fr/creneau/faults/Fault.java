package fr.creneau.faults;

import fr.creneau.faults.Operation.Kind;
import java.time.Duration;
import java.util.List;

/**
 * Something that breaks.
 *
 * @param name as in the summary
 * @param touches the questions that cannot be answered meanwhile: the first definite answer to one ends the recovery
 * @param times how often all of it is injected in a run
 * @param repair how long Redis may differ from PostgreSQL afterwards
 * @param recovery how long such questions may stay without a definite answer
 */
record Fault(String name, Kind touches, int times, Duration repair, Duration recovery, List<Injection> injections) {
    @FunctionalInterface
    interface Injection {
        /** Breaks it and mends it. From then on the site is on its own, or since {@link History#back}. */
        void inject(Site site, History history) throws Exception;
    }

    Fault times(int number) {
        return new Fault(name, touches, number, repair, recovery, injections);
    }

    Fault repair(Duration longest) {
        return new Fault(name, touches, times, longest, recovery, injections);
    }

    Fault recovery(Duration longest) {
        return new Fault(name, touches, times, repair, longest, injections);
    }

    /** How many injections that are. */
    int count() {
        return times * injections.size();
    }
}

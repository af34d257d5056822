package fr.creneau.dev;

import fr.creneau.config.Config;

/** The desk of Cayenne with several weeks of slots. */
final class SampleSchedule {
    private SampleSchedule() {}

    static void load(Config config) {}
}

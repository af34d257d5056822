package fr.creneau.challenge;

import fr.creneau.config.Config;

/**
 * How hard the proof of work is: the same for everybody as long as the desk is calm, then in proportion to its load, up to what an old
 * telephone still solves in a few seconds.
 */
final class Difficulty {
    private final int calmNumber;
    private final int hardestNumber;
    private final int calmLoad;
    private final int calmEnrolments;

    Difficulty(Config.Challenge config) {
        this.calmNumber = config.maxNumber();
        this.hardestNumber = config.maxNumberUnderLoad();
        this.calmLoad = config.calm();
        this.calmEnrolments = config.calmEnrolments();
    }

    /** @param load holds of the desk that came to the check within about a minute */
    long maxNumber(long load) {
        return maxNumber(load, calmLoad);
    }

    /** @param load tickets of the waiting room that were given within the last minute */
    long maxNumberToEnrol(long load) {
        return maxNumber(load, calmEnrolments);
    }

    private long maxNumber(long load, int calm) {
        long risen = (long) ((double) calmNumber * load / calm);
        return Math.max(calmNumber, Math.min(hardestNumber, risen));
    }
}

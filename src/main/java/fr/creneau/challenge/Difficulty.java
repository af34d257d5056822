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

    Difficulty(Config.Challenge config) {
        this.calmNumber = config.maxNumber();
        this.hardestNumber = config.maxNumberUnderLoad();
        this.calmLoad = config.calm();
    }

    /** @param load holds of the desk that came to the check within about a minute */
    long maxNumber(long load) {
        long risen = (long) ((double) calmNumber * load / calmLoad);
        return Math.max(calmNumber, Math.min(hardestNumber, risen));
    }
}

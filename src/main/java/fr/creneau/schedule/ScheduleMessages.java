package fr.creneau.schedule;

import fr.creneau.bus.Address;
import fr.creneau.bus.Topic;

/** What the schedule verticle tells. */
public final class ScheduleMessages {
    /** The newest snapshot of this instance. */
    public static final Address<Current, Snapshot> CURRENT = new Address<>("schedule.current");
    /** A newer snapshot; announced whenever what is on sale changed. */
    public static final Topic<Snapshot> CHANGED = new Topic<>("schedule.changed");

    private ScheduleMessages() {}

    public record Current() {}
}

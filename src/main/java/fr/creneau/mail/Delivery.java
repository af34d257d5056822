package fr.creneau.mail;

/** What became of one attempt to hand a mail to the relay. Codes are reply code and enhanced status, or a word of ours: no texts. */
sealed interface Delivery {
    record Accepted() implements Delivery {}

    /** Refused for good: this recipient or this mail will never be accepted. */
    record Refused(String code) implements Delivery {}

    /** Not accepted this time, or nobody knows whether it was. */
    record Deferred(String code) implements Delivery {}

    /** There was no room to compose it just now. */
    record Busy() implements Delivery {}

    /** The relay itself could not be used; no mail would have fared better. */
    record Unreachable(String code) implements Delivery {}

    /** It was not to be sent any more: its row is gone, or another instance's. */
    record Withdrawn() implements Delivery {}
}

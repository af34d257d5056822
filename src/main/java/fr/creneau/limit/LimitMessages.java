package fr.creneau.limit;

import fr.creneau.bus.Address;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.DeskId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the limit verticle answers. Holds are limited where seats are taken, in Redis; all other acts that are limited ask here. */
public final class LimitMessages {
    /** Takes one unit of each budget, or none of any. Granted while Redis is away: a limit must not close the site. */
    public static final Address<Take, TakeOutcome> TAKE = new Address<>("limit.take");

    private LimitMessages() {}

    /** What is counted. Each has its own limit in the configuration. */
    public enum Kind {
        REQUEST_EMAIL,
        REQUEST_PERSON,
        CODE_HOLD,
        CODE_EMAIL,
        CODE_PREFIX,
        ENROL_SESSION,
        ENROL_PREFIX,
        ENROL_PERSON
    }

    /** @param subject whose budget: stored hashed only */
    public record Budget(Kind kind, String subject) {
        /** Upper case and what follows a plus sign make no other mailbox for whoever floods it. */
        public static Budget mailbox(Kind kind, EmailAddress address) {
            String[] parts = address.value().toLowerCase(Locale.ROOT).split("@", 2);
            return new Budget(kind, parts[0].split("\\+", 2)[0] + "@" + parts[1]);
        }

        /** May be personal data: never in a log by accident. */
        @Override
        public String toString() {
            return "Budget[" + kind + "]";
        }
    }

    /** @param act what this is for, if it may be repeated and is to be charged once in an hour only: stored hashed only */
    public record Take(DeskId desk, List<Budget> budgets, Optional<String> act) {
        public Take(DeskId desk, Budget... budgets) {
            this(desk, List.of(budgets), Optional.empty());
        }
    }

    public sealed interface TakeOutcome {
        record Taken() implements TakeOutcome {}

        /** @param retryAfter when it would be granted if nobody else asked meanwhile */
        record Limited(Duration retryAfter) implements TakeOutcome {}
    }
}

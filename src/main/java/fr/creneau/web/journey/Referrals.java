package fr.creneau.web.journey;

import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.slot.Desk;
import java.net.URI;
import java.util.Optional;

/** Where people are sent whom a desk is not for. */
public final class Referrals {
    private Referrals() {}

    /** As sentences and answers name it. */
    public static String code(Referral to) {
        return switch (to) {
            case FIRST_PERMIT -> "first-permit";
            case RECEIPT_DESK -> "receipt";
            case LATE_RENEWAL -> "late";
            case OTHER_ARRONDISSEMENT -> "arrondissement";
            case OTHER_PREFECTURE -> "prefecture";
            case RENEWAL_INSTEAD -> "renewal";
        };
    }

    /** The page that helps on; empty where only a visit does. */
    public static Optional<URI> link(Desk desk, Referral to) {
        Desk.Links links = desk.links();
        return switch (to) {
            case FIRST_PERMIT -> Optional.of(links.firstPermit());
            case LATE_RENEWAL -> Optional.of(links.lateRenewal());
            case OTHER_ARRONDISSEMENT -> Optional.of(links.otherArrondissement());
            case OTHER_PREFECTURE -> Optional.of(links.site());
            case RECEIPT_DESK, RENEWAL_INSTEAD -> Optional.empty();
        };
    }
}

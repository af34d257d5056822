package fr.creneau.domain.applicant;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An address a mail can be sent to, as typed but for surrounding space and the case and script of the domain. */
public record EmailAddress(String value) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})");
    private static final List<String> WELL_KNOWN = List.of(
            "gmail.com",
            "hotmail.com",
            "hotmail.fr",
            "yahoo.fr",
            "yahoo.com",
            "outlook.com",
            "outlook.fr",
            "live.fr",
            "live.com",
            "orange.fr",
            "wanadoo.fr",
            "laposte.net",
            "icloud.com",
            "sfr.fr",
            "free.fr",
            "protonmail.com");

    /** Real providers one slip away from a well-known one: nothing is wrong with them. */
    private static final Set<String> ALSO_RIGHT = Set.of("mail.com", "ymail.com", "email.com", "live.fi", "mailo.com");

    /** Reads what was typed; empty when no relay would take it. At most 254 characters, one @, no display name. */
    public static Optional<EmailAddress> parse(String typed) {
        String address = typed.strip();
        int at = address.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || address.length() > LONGEST) {
            return Optional.empty();
        }
        String local = address.substring(0, at);
        return asciiDomain(address.substring(at + 1))
                .filter(domain ->
                        LOCAL.matcher(local).matches() && DOMAIN.matcher(domain).matches())
                .map(domain -> local + "@" + domain)
                .filter(whole -> whole.length() <= LONGEST)
                .map(EmailAddress::new);
    }

    private static Optional<String> asciiDomain(String domain) {
        try {
            return Optional.of(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    /** The address probably meant when a well-known domain is mistyped ({@code gmial.com}); empty when nothing looks wrong. */
    public Optional<EmailAddress> likelyMeant() {
        int at = value.lastIndexOf('@');
        String domain = value.substring(at + 1);
        if (WELL_KNOWN.contains(domain) || ALSO_RIGHT.contains(domain)) {
            return Optional.empty();
        }
        return WELL_KNOWN.stream()
                .filter(known -> isOneSlipAway(domain, known))
                .findFirst()
                .map(known -> new EmailAddress(value.substring(0, at + 1) + known));
    }

    /** One letter too many, missing, wrong, or two neighbours swapped. */
    private static boolean isOneSlipAway(String typed, String known) {
        int start = 0;
        int shorter = Math.min(typed.length(), known.length());
        while (start < shorter && typed.charAt(start) == known.charAt(start)) {
            start++;
        }
        String a = typed.substring(start);
        String b = known.substring(start);
        return switch (a.length() - b.length()) {
            case 1 -> a.substring(1).equals(b);
            case -1 -> b.substring(1).equals(a);
            case 0 -> a.substring(1).equals(b.substring(1)) || isSwap(a, b);
            default -> false;
        };
    }

    private static boolean isSwap(String a, String b) {
        return a.length() > 1
                && a.charAt(0) == b.charAt(1)
                && a.charAt(1) == b.charAt(0)
                && a.substring(2).equals(b.substring(2));
    }

    /** Personal data: never in a log by accident. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}

package fr.creneau.web.wizard;

import fr.creneau.text.Messages;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Why somebody was led to a page they did not ask for: a sentence on top of it. */
public enum Notice {
    HOLD_LOST("expire", "warning", "wizard.notice.hold-lost"),
    SEAT_LOST("perdu", "warning", "wizard.notice.seat-lost"),
    DAY_NOT_ALLOWED("jour", "warning", "wizard.notice.day-not-allowed"),
    SLOT_CHANGED("plage", "warning", "wizard.notice.slot-changed"),
    ANSWERS_CHANGED("reponses", "warning", "wizard.notice.answers-changed"),
    ALREADY_YOURS("deja-fait", "warning", "wizard.notice.already-yours"),
    FULL("complet", "warning", "wizard.notice.full"),
    NO_SUCH_SLOT("inconnu", "error", "wizard.notice.no-such-slot"),
    NOT_SOLVED("controle", "error", "challenge.notice.not-solved"),
    CODE_SENT("code", "info", "challenge.notice.code-sent"),
    NO_CODE("sans-code", "warning", "challenge.notice.no-code"),
    TOO_FAST("vite", "warning", "wizard.notice.too-fast"),
    TRAPPED("cache", "warning", "wizard.notice.trapped"),
    RESENT("renvoye", "success", "wizard.notice.resent"),
    RESEND_LIMIT("limite", "warning", "wizard.notice.resend-limit"),
    CORRECTED("corrige", "success", "wizard.notice.corrected"),
    ALREADY_CORRECTED("deja", "warning", "wizard.notice.already-corrected");

    private static final long MILLIS_A_MINUTE = 60_000;

    private final String code;
    private final String type;
    private final String key;

    Notice(String code, String type, String key) {
        this.code = code;
        this.type = type;
        this.key = key;
    }

    /** As it stands in the address. */
    String code() {
        return code;
    }

    public static Optional<Notice> byCode(String code) {
        return Arrays.stream(values())
                .filter(notice -> notice.code.equals(code))
                .findFirst();
    }

    /**
     * @param type as the design system names alerts: info, success, warning, error
     * @param argument what the sentence names
     */
    public record Shown(String type, String key, String argument) {}

    public Shown shown() {
        return new Shown(type, key, "");
    }

    /** @param opens when it will be, in the reader's words */
    static Shown notOpen(String key, String opens) {
        return new Shown("info", key, opens);
    }

    /** That it was too much, naming the minutes to wait: never too few. */
    public static Shown tooMany(String key, Duration wait, Messages messages) {
        long minutes = Math.max(1, (wait.toMillis() + MILLIS_A_MINUTE - 1) / MILLIS_A_MINUTE);
        String named = minutes == 1 ? messages.get("common.wait-one") : messages.get("common.wait-some", minutes);
        return new Shown("warning", key, named);
    }
}

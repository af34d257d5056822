package fr.creneau.web.wizard;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Why somebody was led to a page they did not ask for: a sentence on top of it. */
enum Notice {
    HOLD_LOST("expire", "warning", "wizard.notice.hold-lost"),
    SEAT_LOST("perdu", "warning", "wizard.notice.seat-lost"),
    DAY_NOT_ALLOWED("jour", "warning", "wizard.notice.day-not-allowed"),
    SLOT_CHANGED("plage", "warning", "wizard.notice.slot-changed"),
    FULL("complet", "warning", "wizard.notice.full"),
    NO_SUCH_SLOT("inconnu", "error", "wizard.notice.no-such-slot"),
    NOT_SOLVED("controle", "error", "challenge.notice.not-solved"),
    CODE_SENT("code", "info", "challenge.notice.code-sent"),
    CODE_LIMIT("limite-code", "warning", "challenge.notice.code-limit"),
    NO_CODE("sans-code", "warning", "challenge.notice.no-code"),
    RESENT("renvoye", "success", "wizard.notice.resent"),
    RESEND_LIMIT("limite", "warning", "wizard.notice.resend-limit"),
    CORRECTED("corrige", "success", "wizard.notice.corrected"),
    ALREADY_CORRECTED("deja", "warning", "wizard.notice.already-corrected");

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

    static Optional<Notice> byCode(String code) {
        return Arrays.stream(values())
                .filter(notice -> notice.code.equals(code))
                .findFirst();
    }

    /**
     * @param type as the design system names alerts: info, success, warning, error
     * @param argument what the sentence names
     */
    record Shown(String type, String key, Object argument) {}

    Shown shown() {
        return new Shown(type, key, "");
    }

    /** That it was too much, with the minutes to wait, never too few; {@code -one} stands behind the key of the sentence for one minute. */
    static Shown tooMany(String key, Duration wait) {
        long minutes = Math.max(1, (wait.toMillis() + 59_999) / 60_000);
        return minutes == 1 ? new Shown("warning", key + "-one", "") : new Shown("warning", key, minutes);
    }
}

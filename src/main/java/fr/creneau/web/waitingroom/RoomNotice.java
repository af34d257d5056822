package fr.creneau.web.waitingroom;

import fr.creneau.web.wizard.Notice;
import java.util.Arrays;
import java.util.Optional;

/** Why somebody was led to the waiting room's page. */
enum RoomNotice {
    NOT_YOUR_TURN("tour", "warning", "queue.notice.not-your-turn"),
    ELSEWHERE("ailleurs", "warning", "queue.notice.elsewhere"),
    HOLD_LOST("expire", "warning", "queue.notice.hold-lost"),
    SEAT_LOST("perdu", "warning", "queue.notice.seat-lost"),
    GIVEN_UP("renonce", "success", "queue.notice.given-up"),
    NOT_GIVEN_UP("pas-le-votre", "warning", "queue.notice.not-given-up"),
    NO_PASS("passe", "warning", "queue.notice.no-pass");

    private final String code;
    private final String type;
    private final String key;

    RoomNotice(String code, String type, String key) {
        this.code = code;
        this.type = type;
        this.key = key;
    }

    /** As it stands in the address. */
    String code() {
        return code;
    }

    static Optional<Notice.Shown> byCode(String code) {
        return Arrays.stream(values())
                .filter(notice -> notice.code.equals(code))
                .findFirst()
                .map(notice -> new Notice.Shown(notice.type, notice.key, ""));
    }
}

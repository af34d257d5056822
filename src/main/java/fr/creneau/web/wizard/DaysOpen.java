package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.DateWindow;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import java.time.LocalDate;

/** The days on which an applicant may come, as a sentence: only those still to come are worth telling. */
public final class DaysOpen {
    private DaysOpen() {}

    /** @param today at the desk */
    public static String inWords(Eligible eligible, LocalDate today, Messages messages) {
        DateWindow days = eligible.window();
        if (!days.isBounded()) {
            return messages.get("wizard.days.any");
        }
        Dates dates = Dates.in(messages.language());
        return eligible.opensLater(today)
                .map(first -> messages.get("wizard.days.between", dates.day(first), dates.day(days.last())))
                .orElseGet(() -> messages.get("wizard.days.until", dates.day(days.last())));
    }
}

package fr.creneau.web;

import fr.creneau.config.Config;
import fr.creneau.domain.Language;
import fr.creneau.domain.slot.Desk;
import fr.creneau.text.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The frame around a page's own content; {@code page} in templates.
 *
 * @param title what the page is about, without the site's name
 * @param path of this page, without its query: where the language links point
 * @param kept parameters that a change of language keeps, as in an address; may be empty
 * @param csrfToken asked for only by pages with a form, since it takes a session
 * @param steps the wizard's steps; empty outside the wizard
 * @param delays how long people have, as configured
 * @param now this site's clock, by which countdowns run: the visitor's may be wrong
 * @param themed whether the official theme's files are there, below {@code theme/}
 */
public record Page(
        String title,
        Messages messages,
        Optional<Desk> desk,
        String path,
        String kept,
        Supplier<String> csrfToken,
        List<Step> steps,
        Delays delays,
        boolean themed,
        Instant now) {

    private static final ZoneId GUIANA = ZoneId.of("America/Cayenne");

    /**
     * How long people have.
     *
     * @param security from the choice of a slot to the security check
     * @param hold from the choice of a slot to the submission
     * @param confirm from the mail's departure to the confirmation
     */
    public record Delays(Duration security, Duration hold, Duration confirm) {
        static Delays of(Config config) {
            return new Delays(
                    config.holds().unproven(),
                    config.holds().lifetime(),
                    config.bookings().confirmWithin());
        }
    }

    /**
     * A step of the wizard as the step indicator shows it.
     *
     * @param number from 1
     */
    public record Step(int number, String title, boolean current, boolean done) {}

    /** A language the page can be had in: {@code code} for URLs and the lang attribute, {@code name} in itself. */
    public record LanguageLink(String code, String name, String url, boolean current) {
        /** In that language: what the button does that takes along what was typed. */
        public String keeping() {
            return Messages.of(code.equals(Language.FR.code()) ? Language.FR : Language.EN)
                    .get("common.language-keeping");
        }
    }

    public String lang() {
        return messages.language().code();
    }

    public String csrf() {
        return csrfToken.get();
    }

    /** The zone of all dates and times on the page. */
    public ZoneId zone() {
        return desk.map(Desk::zone).orElse(GUIANA);
    }

    /** The step the applicant is at; empty outside the wizard. */
    public Optional<Step> step() {
        return steps.stream().filter(Step::current).findFirst();
    }

    public Optional<Step> nextStep() {
        return steps.stream().dropWhile(step -> !step.current()).skip(1).findFirst();
    }

    public int stepCount() {
        return steps.size();
    }

    public List<LanguageLink> languages() {
        return List.of(link(Language.FR, "Français"), link(Language.EN, "English"));
    }

    private LanguageLink link(Language language, String name) {
        String url = path + "?lang=" + language.code() + (kept.isEmpty() ? "" : "&" + kept);
        return new LanguageLink(language.code(), name, url, language == messages.language());
    }
}

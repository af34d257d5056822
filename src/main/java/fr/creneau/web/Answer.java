package fr.creneau.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What a page's handler decides; {@link Site} sends it. */
public sealed interface Answer {
    /** A page, made for one visitor or for many. */
    sealed interface OfPage extends Answer {
        /** The answer to what could not be done. */
        OfPage status(int other);

        /** The page that says that it was too much, and when it will not be any more. */
        OfPage tooMany(Duration wait);
    }

    /**
     * @param template in {@code templates/}
     * @param titleKey the sentence that names the page
     * @param model the page's own record
     * @param retryAfter when to try again, told in a header; zero where there is nothing to wait for
     */
    record View(int status, String template, String titleKey, Object model, List<Page.Step> steps, Duration retryAfter)
            implements OfPage {
        @Override
        public View status(int other) {
            return new View(other, template, titleKey, model, steps, retryAfter);
        }

        public View steps(List<Page.Step> other) {
            return new View(status, template, titleKey, model, other, retryAfter);
        }

        @Override
        public View tooMany(Duration wait) {
            return new View(Problem.TOO_MANY.status(), template, titleKey, model, steps, wait);
        }

        /** The page that says that too many people are at it, and when to try again. */
        public View busy(Duration wait) {
            return new View(Problem.UNAVAILABLE.status(), template, titleKey, model, steps, wait);
        }
    }

    /**
     * A page that everybody with the same key reads alike, but for a few texts of their own and the form's token: it is made once and
     * kept for as long as the snapshot says the same, a second at most.
     *
     * @param key all that the view is made of, besides the snapshot, the language and the address. What is left out of it is shown to
     *     strangers: take the view from the key, not from the visit
     * @param kept parameters of the address that a change of language keeps, as the page understood them: what anybody may type must not
     *     make a page of its own. As in an address, without question mark
     * @param own this visitor's texts; {@link #own(int)} holds their places in the model
     * @param sent how it is answered; what the view says of that does not count
     * @param view asked for only where nobody has read the page yet
     */
    record Shared(Object key, String kept, List<String> own, Sent sent, Supplier<View> view) implements OfPage {
        public Shared {
            own = List.copyOf(own);
        }

        /** One that the browser may keep, and has to ask for each time whether it is still the page. */
        public Shared(Object key, String kept, List<String> own, Supplier<View> view) {
            this(key, kept, own, new Sent(200, Duration.ZERO, true), view);
        }

        /**
         * @param retryAfter when to try again, told in a header; zero where there is nothing to wait for
         * @param mayBeKept whether by the browser
         */
        public record Sent(int status, Duration retryAfter, boolean mayBeKept) {}

        /** One that is asked for anew each time, also by going back. */
        public Shared notKept() {
            return new Shared(key, kept, own, new Sent(sent.status(), sent.retryAfter(), false), view);
        }

        /** Not kept. */
        @Override
        public Shared status(int other) {
            return new Shared(key, kept, own, new Sent(other, sent.retryAfter(), false), view);
        }

        /** Not kept. */
        @Override
        public Shared tooMany(Duration wait) {
            return new Shared(key, kept, own, new Sent(Problem.TOO_MANY.status(), wait, false), view);
        }

        /** That nothing can be done just now, and when to try again; not kept. */
        public Shared busy(Duration wait) {
            return new Shared(key, kept, own, new Sent(Problem.UNAVAILABLE.status(), wait, false), view);
        }

        /** Stands in the model for the visitor's own text of that number, from 0. */
        public static String own(int number) {
            return PagePieces.hole(number);
        }
    }

    /** 303: the browser fetches that page of ours, and a refresh sends no form again. */
    record Redirect(String path) implements Answer {}

    /** @param fileName proposed for saving; empty to show it in the browser */
    record Document(int status, String contentType, String fileName, Buffer content) implements Answer {
        public Document(String contentType, String fileName, Buffer content) {
            this(200, contentType, fileName, content);
        }

        public Document status(int other) {
            return new Document(other, contentType, fileName, content);
        }
    }

    static View view(String template, String titleKey, Object model) {
        return new View(200, template, titleKey, model, List.of(), Duration.ZERO);
    }

    static Redirect redirect(String path) {
        return new Redirect(path);
    }

    default Future<Answer> now() {
        return Future.succeededFuture(this);
    }
}

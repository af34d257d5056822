package fr.creneau.web;

import fr.creneau.domain.Language;
import fr.creneau.domain.slot.Desk;
import fr.creneau.schedule.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages that were made for somebody and are good for others. Twice remembered: by what they are made of, for as long as nothing changed,
 * and by what they show, so that a page on which a change is not to be seen is not made again. Bounded. Used on one event loop.
 */
final class SharedPages {
    /** What is time on a page, the day above all, is not older than that. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Some 50 kB each. */
    private static final int MOST_PAGES = 256;
    /** No more: each keeps a page. */
    private static final int MOST_KEYS = MOST_PAGES;

    private static final float LOAD = 0.75f;

    private final Maker renderer;
    private final Map<Asked, PagePieces> fresh = new HashMap<>();
    private final Map<Shown, PagePieces> pages = new LinkedHashMap<>(MOST_PAGES, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Shown, PagePieces> eldest) {
            return size() > MOST_PAGES;
        }
    };
    private @Nullable Snapshot of;
    private Instant since = Instant.MIN;

    /** Makes a page with holes, also for the form's token. */
    interface Maker {
        /** @param kept parameters that a change of language keeps */
        String make(Visit visit, Answer.View view, String kept);
    }

    SharedPages(Maker renderer) {
        this.renderer = renderer;
    }

    private record Asked(Language language, String path, String kept, Object key) {}

    private record Shown(Language language, String path, String kept, Optional<Desk> desk, Answer.View view) {}

    @SuppressWarnings("ReferenceEquality") // a snapshot that says the same is not announced: another one is another
    PagePieces page(Visit visit, Answer.Shared answer, @Nullable Snapshot snapshot, Instant now) {
        if (snapshot != of || Duration.between(since, now).compareTo(FRESH) >= 0 || fresh.size() >= MOST_KEYS) {
            fresh.clear();
            of = snapshot;
            since = now;
        }
        Asked asked = new Asked(visit.language(), visit.path(), answer.kept(), answer.key());
        PagePieces known = fresh.get(asked);
        if (known == null) {
            known = made(visit, answer.view().get(), answer.kept());
            fresh.put(asked, known);
        }
        return known;
    }

    private PagePieces made(Visit visit, Answer.View view, String kept) {
        Shown shown = new Shown(visit.language(), visit.path(), kept, visit.desk(), view);
        return pages.computeIfAbsent(shown, first -> new PagePieces(renderer.make(visit, view, kept)));
    }
}

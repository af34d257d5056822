package fr.creneau.web;

import java.util.ArrayList;
import java.util.List;

/**
 * One visitor's own texts on a page that others read too, in the order in which they were put there: two pages with the same places in
 * their models read alike but for them. For one page.
 */
public final class OwnTexts {
    private final List<String> texts = new ArrayList<>();

    /** @return what stands in the model for it */
    public String put(String text) {
        if (texts.size() == PagePieces.TOKEN) {
            throw new IllegalStateException("more own texts than a page has places");
        }
        texts.add(text);
        return Answer.Shared.own(texts.size() - 1);
    }

    public List<String> all() {
        return List.copyOf(texts);
    }
}

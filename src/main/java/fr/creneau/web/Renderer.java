package fr.creneau.web;

import fr.creneau.text.Templates;
import java.util.Map;

/** Turns a template of {@code templates/} and its model into a page of HTML. Safe for use by several threads. */
final class Renderer {
    /** Under this name the page's frame is known to templates and helpers. */
    static final String PAGE = "page";

    private final Templates templates = Templates.html("/templates");

    Renderer(Assets assets) {
        TextHelpers.register(templates, assets);
    }

    /** A text as HTML, as the templates print it. */
    static String escape(String text) {
        return Templates.escape(text).toString();
    }

    /**
     * @param name of the template, without folder and suffix
     * @param model the page's own record
     */
    String render(String name, Page page, Object model) {
        return templates
                .render(name, page.messages(), model, Map.of(PAGE, page))
                .strip();
    }
}

package fr.creneau.web;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HelperRegistry;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns a template of {@code templates/} and its model into HTML. Everything is escaped; an unknown name or helper is a fault, not a
 * blank. Safe for use by several threads.
 */
public final class Renderer {
    /** Under this name the page's frame is known to templates and helpers. */
    static final String PAGE = "page";

    private final PartialLoader loader = new PartialLoader();
    private final RecordResolver records = new RecordResolver();
    private final Handlebars handlebars;
    private final Map<String, Template> pages = new ConcurrentHashMap<>();

    public Renderer(Assets assets) {
        handlebars =
                new Handlebars(loader).with(new ConcurrentMapTemplateCache()).prettyPrint(false);
        handlebars.registerHelper(HelperRegistry.HELPER_MISSING, (context, options) -> {
            throw new IllegalArgumentException("template names an unknown thing: " + options.helperName);
        });
        handlebars.setPreEvaluatePartialBlocks(false);
        TextHelpers.register(handlebars, assets);
    }

    /**
     * @param name of the template, without folder and suffix
     * @param model the page's own record
     */
    public String render(String name, Page page, Object model) {
        Context context = Context.newBuilder(model)
                .combine(PAGE, page)
                .resolver(records, MapValueResolver.INSTANCE)
                .build()
                .data(PAGE, page);
        try {
            return template(name).apply(context).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("page " + name, failure);
        }
    }

    private Template template(String name) throws IOException {
        Template known = pages.get(name);
        if (known != null) {
            return known;
        }
        Template compiled = handlebars.compile(loader.page(name));
        pages.put(name, compiled);
        return compiled;
    }
}

package fr.creneau.text;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.HelperRegistry;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Handlebars templates of one folder of the class path, each compiled once. A model is made of records, maps, lists and texts; an
 * unknown name is a fault, not a blank. {@code {{t "key" argument…}}} says a sentence, {@code {{#lines "key" argument…}}} the lines of
 * one. Safe to share between threads.
 */
public final class Templates {
    /** Under this name helpers know the sentences of the page. */
    private static final String MESSAGES = "messages";
    /** What {@link EscapingStrategy#HTML_ENTITY} changes: see TemplatesTest. */
    private static final String ESCAPED = "<>\"'`&=";

    private final TemplateFiles files;
    private final Handlebars engine;
    private final RecordResolver records = new RecordResolver();
    private final Map<String, Template> pages = new ConcurrentHashMap<>();

    private Templates(String folder, EscapingStrategy escaping, boolean linesOfTagsVanish) {
        // One engine for each folder, with a fixed root: the stock one mixes folders up and compiles at every page.
        files = new TemplateFiles(folder);
        engine = new Handlebars(files).with(new ConcurrentMapTemplateCache()).with(escaping);
        engine.setPreEvaluatePartialBlocks(false);
        engine.setPrettyPrint(linesOfTagsVanish);
        engine.registerHelper(HelperRegistry.HELPER_MISSING, (context, options) -> {
            throw new IllegalArgumentException("template names an unknown thing: " + options.helperName);
        });
        engine.registerHelper(
                "t", (Object key, Options options) -> messages(options).get(String.valueOf(key), options.params));
        engine.registerHelper("lines", (Helper<String>) Templates::lines);
    }

    /**
     * Templates that escape what they print for HTML.
     *
     * @param folder on the class path, e.g. {@code "/mail/html"}; its partials are in the folder {@code partials} below
     */
    public static Templates html(String folder) {
        return new Templates(folder, Templates::escape, false);
    }

    /** A text as HTML. Most have nothing to escape, which the library's translator is slow to find out. */
    public static CharSequence escape(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (ESCAPED.indexOf(text.charAt(i)) >= 0) {
                return EscapingStrategy.HTML_ENTITY.escape(text);
            }
        }
        return text;
    }

    /** Templates of plain text: they print things as they are, and a line that only holds a tag leaves no empty line behind. */
    public static Templates text(String folder) {
        return new Templates(folder, EscapingStrategy.NOOP, true);
    }

    /** What else these templates may say; to be called before the first page. */
    public Templates with(String name, Helper<?> helper) {
        engine.registerHelper(name, helper);
        return this;
    }

    /**
     * Fills in a template. Blocking the first time, since it is read then.
     *
     * @param name the file without {@code .hbs}
     * @throws UncheckedIOException if there is none
     */
    public String render(String name, Messages messages, Object model) {
        return render(name, messages, model, Map.of());
    }

    /** @param more what the page has besides its model; helpers find it as {@link Options#data}, too */
    public String render(String name, Messages messages, Object model, Map<String, ?> more) {
        Context.Builder context = Context.newBuilder(model).resolver(records, MapValueResolver.INSTANCE);
        more.forEach(context::combine);
        Context filled = context.build().data(MESSAGES, messages);
        more.forEach(filled::data);
        try {
            return page(name).apply(filled);
        } catch (IOException failure) {
            throw new UncheckedIOException("template " + name, failure);
        }
    }

    private Template page(String name) throws IOException {
        Template known = pages.get(name);
        if (known != null) {
            return known;
        }
        Template compiled = engine.compile(files.page(name));
        pages.put(name, compiled);
        return compiled;
    }

    /** {@code {{#lines "key" args}}<li>{{this}}</li>{{/lines}}}, once for each line. */
    private static CharSequence lines(String key, Options options) throws IOException {
        Options.Buffer buffer = options.buffer();
        for (String line : messages(options).lines(key, options.params)) {
            buffer.append(options.fn(line));
        }
        return buffer;
    }

    private static Messages messages(Options options) {
        return options.data(MESSAGES);
    }
}

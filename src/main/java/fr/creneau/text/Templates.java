package fr.creneau.text;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.context.MethodValueResolver;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The Handlebars templates of one folder of the class path, each compiled once. A model is a map of records, lists and texts; its
 * {@code messages} are the {@link Messages} from which {@code {{t "key" argument…}}} takes its sentences. Safe to share between threads.
 */
public final class Templates {
    private final Handlebars engine;

    private Templates(String folder, EscapingStrategy escaping, boolean linesOfTagsVanish) {
        // One engine for each folder, with a fixed root: the stock one mixes folders up and compiles at every page.
        engine = new Handlebars(new ClassPathTemplateLoader(folder, ".hbs"))
                .with(new ConcurrentMapTemplateCache())
                .with(escaping);
        engine.setPreEvaluatePartialBlocks(false);
        engine.setPrettyPrint(linesOfTagsVanish);
        engine.registerHelper("t", Templates::sentence);
    }

    /**
     * Templates that escape what they print for HTML.
     *
     * @param folder on the class path, e.g. {@code "/mail/html"}
     */
    public static Templates html(String folder) {
        return new Templates(folder, EscapingStrategy.HTML_ENTITY, false);
    }

    /** Templates of plain text: they print things as they are, and a line that only holds a tag leaves no empty line behind. */
    public static Templates text(String folder) {
        return new Templates(folder, EscapingStrategy.NOOP, true);
    }

    /**
     * Fills in a template. Blocking the first time, since it is read then.
     *
     * @param name the file without {@code .hbs}
     * @throws UncheckedIOException if there is none
     */
    public String render(String name, Map<String, ?> model) {
        try {
            return engine.compile(name)
                    .apply(Context.newBuilder(model)
                            .resolver(MapValueResolver.INSTANCE, MethodValueResolver.INSTANCE)
                            .build());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static CharSequence sentence(Object key, Options options) {
        if (options.context.get("messages") instanceof Messages messages) {
            return messages.get(String.valueOf(key), options.params);
        }
        throw new IllegalArgumentException("the model of a template has its messages");
    }
}

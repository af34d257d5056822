package fr.creneau.text;

import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.StringTemplateSource;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Templates of one folder of the class path, read once: partials by their name below its {@code partials}. The engine looks a partial
 * up each time it is used, so a lookup must cost nothing.
 */
final class TemplateFiles extends AbstractTemplateLoader {
    private final String folder;
    private final Map<String, TemplateSource> sources = new ConcurrentHashMap<>();

    /** @param folder on the class path, e.g. {@code "/mail/html"} */
    TemplateFiles(String folder) {
        this.folder = folder;
        setPrefix(folder + "/partials/");
        setSuffix(".hbs");
    }

    @Override
    public TemplateSource sourceAt(String name) throws IOException {
        return cached(getPrefix() + name + getSuffix());
    }

    /** A page: flat in the folder. */
    TemplateSource page(String name) throws IOException {
        return cached(folder + "/" + name + getSuffix());
    }

    private TemplateSource cached(String path) throws IOException {
        TemplateSource known = sources.get(path);
        if (known != null) {
            return known;
        }
        try (InputStream stream = TemplateFiles.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IOException("no template " + path);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            TemplateSource source = new StringTemplateSource(path, text);
            sources.put(path, source);
            return source;
        }
    }
}

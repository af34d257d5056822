package fr.creneau.web;

import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.helper.ConditionalHelpers;
import fr.creneau.text.Dates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;

/** What templates may say: sentences, dates and times in the page's language and zone, addresses of static files. */
final class TextHelpers {
    private TextHelpers() {}

    static void register(Handlebars handlebars, Assets assets) {
        handlebars.registerHelper(
                "t", (String key, Options options) -> page(options).messages().get(key, options.params));
        handlebars.registerHelper("lines", (Helper<String>) TextHelpers::lines);
        handlebars.registerHelper("asset", (String name, Options options) -> assets.url(name));
        handlebars.registerHelper(
                "date", (Object day, Options options) -> dates(options).date(local(day, options)));
        handlebars.registerHelper(
                "time", (Object time, Options options) -> dates(options).time(local(time, options)));
        handlebars.registerHelper(
                "dateTime", (Object instant, Options options) -> dates(options).dateTime(local(instant, options)));
        handlebars.registerHelper("eq", ConditionalHelpers.eq);
        handlebars.registerHelper("not", ConditionalHelpers.not);
        handlebars.registerHelper("and", ConditionalHelpers.and);
        handlebars.registerHelper("or", ConditionalHelpers.or);
    }

    /** {@code {{#lines "key" args}}<li>{{this}}</li>{{/lines}}}, once for each line. */
    private static CharSequence lines(String key, Options options) throws java.io.IOException {
        Options.Buffer buffer = options.buffer();
        for (String line : page(options).messages().lines(key, options.params)) {
            buffer.append(options.fn(line));
        }
        return buffer;
    }

    private static Page page(Options options) {
        return options.data(Renderer.PAGE);
    }

    private static Dates dates(Options options) {
        return Dates.in(page(options).messages().language());
    }

    private static TemporalAccessor local(Object value, Options options) {
        ZoneId zone = page(options).zone();
        if (value instanceof Instant instant) {
            return instant.atZone(zone);
        }
        if (value instanceof LocalDate || value instanceof LocalTime) {
            return (TemporalAccessor) value;
        }
        throw new IllegalArgumentException("neither a date nor a time");
    }
}

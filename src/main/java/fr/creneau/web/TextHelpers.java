package fr.creneau.web;

import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.helper.ConditionalHelpers;
import fr.creneau.text.Dates;
import fr.creneau.text.Templates;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;

/** What pages may say besides sentences: dates and times in the page's language and zone, addresses of static files. */
final class TextHelpers {
    private TextHelpers() {}

    static void register(Templates templates, Assets assets) {
        templates
                .with("asset", (String name, Options options) -> assets.url(name))
                .with("date", (Object day, Options options) -> dates(options).date(local(day, options)))
                .with("day", (Object day, Options options) -> dates(options).day(local(day, options)))
                .with("weekday", (Object day, Options options) -> dates(options).weekday(local(day, options)))
                .with(
                        "dayOfMonth",
                        (Object day, Options options) -> dates(options).dayOfMonth(local(day, options)))
                .with("time", (Object time, Options options) -> dates(options).time(local(time, options)))
                .with("dateTime", (Object at, Options options) -> dates(options).dateTime(local(at, options)))
                .with(
                        "delay",
                        (Duration delay, Options options) -> dates(options).duration(delay))
                .with("eq", ConditionalHelpers.eq)
                .with("not", ConditionalHelpers.not)
                .with("and", ConditionalHelpers.and)
                .with("or", ConditionalHelpers.or);
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

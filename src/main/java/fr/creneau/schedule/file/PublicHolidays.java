package fr.creneau.schedule.file;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The public holidays of a country or overseas territory. */
final class PublicHolidays {
    static final PublicHolidays NONE = new PublicHolidays(null);

    private static final Pattern FORM = Pattern.compile("[a-z]{2}");

    private final @Nullable HolidayManager manager;

    private PublicHolidays(@Nullable HolidayManager manager) {
        this.manager = manager;
    }

    /** @param code two small letters of ISO 3166; empty for one nobody knows the holidays of */
    static Optional<PublicHolidays> of(String code) {
        return FORM.matcher(code).matches()
                        && HolidayManager.getSupportedCalendarCodes().contains(code.toUpperCase(Locale.ROOT))
                ? Optional.of(new PublicHolidays(HolidayManager.getInstance(ManagerParameters.create(code))))
                : Optional.empty();
    }

    /** Both ends included. */
    Set<LocalDate> between(LocalDate first, LocalDate last) {
        return manager == null
                ? Set.of()
                : manager.getHolidays(first, last, HolidayType.PUBLIC_HOLIDAY).stream()
                        .map(Holiday::getDate)
                        .collect(Collectors.toSet());
    }
}

package fr.creneau.convocation;

import fr.creneau.domain.Language;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.slot.Desk;
import fr.creneau.text.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.TimeZoneRegistryFactory;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.parameter.Cn;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.TzId;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableAction;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableClazz;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/**
 * The appointment as a calendar file (RFC 5545, UTF-8), in the desk's own zone. Nothing is read but the class path. Thread-safe.
 *
 * <p>The UID stays the same for the life of a booking and SEQUENCE rises with its revision, so that a calendar replaces what it had.
 * The method is PUBLISH and not REQUEST: nobody is invited, and no calendar shall ask the applicant to accept or answer the desk.
 */
public final class CalendarFile {
    /** Media type of {@link #request}'s files. */
    public static final String REQUEST_TYPE = "text/calendar; charset=utf-8; method=PUBLISH";
    /** Media type of {@link #cancel}'s files. */
    public static final String CANCEL_TYPE = "text/calendar; charset=utf-8; method=CANCEL";

    private static final Duration REMINDER = Duration.ofDays(-1);

    /** The library counts characters, the standard 75 octets: accents take two or three. */
    private static final int FOLD = 36;

    private CalendarFile() {}

    /**
     * The appointment, to be entered or replaced.
     *
     * @param stamp when the file was made
     */
    public static byte[] request(Appointment appointment, Desk desk, Language language, Instant stamp) {
        Messages messages = Messages.of(language, desk);
        VEvent event = event(appointment, desk, messages, stamp);
        event.add(ImmutableStatus.VEVENT_CONFIRMED);
        event.add(alarm(messages));
        return file(event, desk, ImmutableMethod.PUBLISH);
    }

    /** The appointment, to be struck out. */
    public static byte[] cancel(Appointment appointment, Desk desk, Language language, Instant stamp) {
        VEvent event = event(appointment, desk, Messages.of(language, desk), stamp);
        event.add(ImmutableStatus.VEVENT_CANCELLED);
        return file(event, desk, ImmutableMethod.CANCEL);
    }

    private static VEvent event(Appointment appointment, Desk desk, Messages messages, Instant stamp) {
        ZonedDateTime start = appointment.start().atZone(desk.zone());
        Desk.Contact contact = desk.contact();
        VEvent event = new VEvent(false);
        event.add(new Uid(appointment.id().toString()));
        event.add(new DtStamp(stamp));
        event.add(new Sequence(appointment.revision()));
        event.add(new DtStart<>(start));
        event.add(new DtEnd<>(start.plus(appointment.length())));
        event.add(new Summary(messages.get("convocation.event", contact.prefecture())));
        event.add(new Location(contact.office() + ", " + String.join(", ", contact.address())));
        event.add(new Description(messages.get("convocation.event.description", appointment.reference())));
        event.add(organizer(desk));
        // What a person has to do at a prefecture is not for everyone who shares the calendar.
        event.add(ImmutableClazz.PRIVATE);
        event.add(ImmutableTransp.OPAQUE);
        return event;
    }

    private static Organizer organizer(Desk desk) {
        Organizer organizer = new Organizer(URI.create("mailto:" + desk.sender().replyTo()));
        organizer.add(new Cn(desk.sender().name()));
        return organizer;
    }

    private static VAlarm alarm(Messages messages) {
        VAlarm alarm = new VAlarm(REMINDER);
        alarm.add(ImmutableAction.DISPLAY);
        alarm.add(new Description(messages.get("convocation.event.alarm")));
        return alarm;
    }

    private static byte[] file(VEvent event, Desk desk, Method method) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Creneau//Convocation//FR"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        calendar.add(method);
        calendar.add(zone(desk));
        calendar.add(event);
        return write(calendar);
    }

    /** The zone's rules alone, without the address of the site they were taken from. */
    private static VTimeZone zone(Desk desk) {
        VTimeZone shipped = TimeZoneRegistryFactory.getInstance()
                .createRegistry()
                .getTimeZone(desk.zone().getId())
                .getVTimeZone();
        TzId name = new TzId(desk.zone().getId());
        return new VTimeZone(new PropertyList(List.of(name)), shipped.getComponentList());
    }

    /** Writes it as the standard wants it: lines end with CR LF and are folded; whatever is missing or too much is a fault. */
    private static byte[] write(Calendar calendar) {
        try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
            new CalendarOutputter(true, FOLD).output(calendar, file);
            return file.toByteArray();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

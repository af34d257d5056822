package fr.creneau.outbox;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.DeskId;
import java.util.Optional;
import java.util.UUID;

/**
 * A mail to be sent.
 *
 * @param id the row's id, and the stable part of the Message-ID
 * @param booking what it is about, if it is about a request
 */
public record OutgoingMail(
        UUID id, DeskId desk, Optional<BookingId> booking, EmailAddress to, Language language, MailContent content) {}

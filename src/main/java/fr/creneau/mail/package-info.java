/** Takes mails from the outbox and hands them to the relay. */
@NullMarked
package fr.creneau.mail;

import org.jspecify.annotations.NullMarked;

/** Mails to send, written in the transaction that caused them. */
@NullMarked
package fr.creneau.outbox;

import org.jspecify.annotations.NullMarked;

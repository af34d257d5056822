/** Limits: how much one session, network, mailbox or person may ask of one desk, counted exactly across instances. */
@NullMarked
package fr.creneau.limit;

import org.jspecify.annotations.NullMarked;

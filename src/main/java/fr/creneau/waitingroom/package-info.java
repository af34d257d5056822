/** Waiting rooms of releases: tickets, the draw and who is let in when. All of it in PostgreSQL, told to everybody from memory. */
@NullMarked
package fr.creneau.waitingroom;

import org.jspecify.annotations.NullMarked;

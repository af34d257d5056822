/** The papers of an appointment: PDF and calendar file. No input or output. */
@NullMarked
package fr.creneau.convocation;

import org.jspecify.annotations.NullMarked;

/** The acts of a journey, whoever asks for them: the pages and the API. */
@NullMarked
package fr.creneau.web.journey;

import org.jspecify.annotations.NullMarked;

/** The JSON API, {@code /api/v1}: the journey for programs, by the same rules as the pages. */
@NullMarked
package fr.creneau.web.api;

import org.jspecify.annotations.NullMarked;

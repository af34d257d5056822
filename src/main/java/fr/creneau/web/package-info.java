/** The pages: routing, rendering, session, errors. */
@NullMarked
package fr.creneau.web;

import org.jspecify.annotations.NullMarked;

/** The five steps of a request: one page class for each, one form record for each form. */
@NullMarked
package fr.creneau.web.wizard;

import org.jspecify.annotations.NullMarked;

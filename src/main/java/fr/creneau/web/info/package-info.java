/** The pages around the wizard: the list of desks, help and contacts, legal notice, personal data, accessibility. */
@NullMarked
package fr.creneau.web.info;

import org.jspecify.annotations.NullMarked;

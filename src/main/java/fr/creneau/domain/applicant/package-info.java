/** Who asks: identity numbers and addresses as a person types them. */
@NullMarked
package fr.creneau.domain.applicant;

import org.jspecify.annotations.NullMarked;

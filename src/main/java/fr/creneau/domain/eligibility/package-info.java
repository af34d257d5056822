/** Whether this desk is for the applicant, and on which days. */
@NullMarked
package fr.creneau.domain.eligibility;

import org.jspecify.annotations.NullMarked;

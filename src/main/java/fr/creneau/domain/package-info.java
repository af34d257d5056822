/** The words of the product. Pure Java: no framework, no input or output, no clock of its own. */
@NullMarked
package fr.creneau.domain;

import org.jspecify.annotations.NullMarked;

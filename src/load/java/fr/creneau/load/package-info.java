/** Crowds for a site: Gatling's simulations, and the books that are checked after them. */
@NullMarked
package fr.creneau.load;

import org.jspecify.annotations.NullMarked;

/** How verticles talk: typed addresses over the local event bus. */
@NullMarked
package fr.creneau.bus;

import org.jspecify.annotations.NullMarked;

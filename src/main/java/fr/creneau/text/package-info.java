/** Every sentence of the product, by key and language. */
@NullMarked
package fr.creneau.text;

import org.jspecify.annotations.NullMarked;

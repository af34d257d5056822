/** Keys, seals and tokens. Standard algorithms of the JDK only. */
@NullMarked
package fr.creneau.crypto;

import org.jspecify.annotations.NullMarked;

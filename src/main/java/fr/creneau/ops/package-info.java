/** What an operator watches: live, ready. */
@NullMarked
package fr.creneau.ops;

import org.jspecify.annotations.NullMarked;

/** What an operator can set: records read from a file and the environment. */
@NullMarked
package fr.creneau.config;

import org.jspecify.annotations.NullMarked;

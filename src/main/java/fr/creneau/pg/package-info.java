/** The PostgreSQL pool and its migrations. */
@NullMarked
package fr.creneau.pg;

import org.jspecify.annotations.NullMarked;

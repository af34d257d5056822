/** Connections to Redis that come back, and its scripts. */
@NullMarked
package fr.creneau.redis;

import org.jspecify.annotations.NullMarked;

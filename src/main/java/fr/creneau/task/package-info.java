/** Work beside the requests: what is done again and again, and what computes too long for an event loop. */
@NullMarked
package fr.creneau.task;

import org.jspecify.annotations.NullMarked;

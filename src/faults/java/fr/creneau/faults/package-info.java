/** Breaks the backends of running instances while clients book, and checks afterwards that nothing was promised twice or lost. */
@org.jspecify.annotations.NullMarked
package fr.creneau.faults;

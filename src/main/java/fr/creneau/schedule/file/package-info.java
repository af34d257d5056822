/** The schedule file: YAML read strictly, with every problem reported at its line. The format is {@code src/docs/schedule-file.md}. */
@NullMarked
package fr.creneau.schedule.file;

import org.jspecify.annotations.NullMarked;

/** Many logs at once: which files they are, and their verdicts, over all processors. */
@NullMarked
package dev.lockstep.corpus;

import org.jspecify.annotations.NullMarked;

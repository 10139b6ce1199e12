/**
 * Logs of runs: trace format v1 and its reader and writer, and the readers of foreign formats. The
 * format is described in {@code docs/trace-format.md}.
 */
@NullMarked
package dev.lockstep.trace;

import org.jspecify.annotations.NullMarked;

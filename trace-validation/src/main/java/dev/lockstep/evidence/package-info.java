/**
 * How much a verdict is worth: corrupted runs that should be rejected, what a corpus covers of a
 * spec, and the smallest part of a log that is rejected for the same reason.
 */
@NullMarked
package dev.lockstep.evidence;

import org.jspecify.annotations.NullMarked;

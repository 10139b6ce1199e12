/**
 * Trace validation: is the log of a run a behaviour of a spec, and if not, why not? A search over
 * the states that are consistent with the log so far, one event at a time.
 */
@NullMarked
package dev.lockstep.validation;

import org.jspecify.annotations.NullMarked;

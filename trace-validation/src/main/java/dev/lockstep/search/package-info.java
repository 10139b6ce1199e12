/**
 * The search for a behaviour of the spec that agrees with every event of a run: state by state,
 * event by event, in every order that the events may have had.
 */
@NullMarked
package dev.lockstep.search;

import org.jspecify.annotations.NullMarked;

/**
 * What an event says, against a step of the spec: which instances of actions it may be, and whether
 * the values agree.
 */
@NullMarked
package dev.lockstep.observation;

import org.jspecify.annotations.NullMarked;

/**
 * The few words that every protocol core shares: a node's name, an action of the spec, a step, a
 * core.
 */
@NullMarked
package dev.lockstep.core;

import org.jspecify.annotations.NullMarked;

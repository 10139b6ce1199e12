/**
 * TLC as a library: load a spec, ask for its states and steps, evaluate its definitions, run the
 * model checker. Each loaded spec lives in a class loader of its own, since TLC keeps static state.
 */
@NullMarked
package dev.lockstep.tlc;

import org.jspecify.annotations.NullMarked;

/**
 * Test paths from a spec: the state graph of a bounded model, and few short runs from its initial
 * states that together take every step of it.
 */
@NullMarked
package dev.lockstep.paths;

import org.jspecify.annotations.NullMarked;

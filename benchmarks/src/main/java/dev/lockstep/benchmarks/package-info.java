/** Measurements of the parts whose speed decides what can be checked at all. */
@NullMarked
package dev.lockstep.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Lamport clocks: their cluster, their binding to the spec, their mutants, their simulation. */
@NullMarked
package dev.lockstep.conformance.time.lamportclock;

import org.jspecify.annotations.NullMarked;

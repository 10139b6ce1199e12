/** Lamport clocks: their cluster and binding to the spec. */
@NullMarked
package dev.lockstep.conformance.time.lamportclock;

import org.jspecify.annotations.NullMarked;

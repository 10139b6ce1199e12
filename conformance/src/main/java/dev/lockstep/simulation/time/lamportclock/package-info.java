/** The simulation of Lamport clocks. */
@NullMarked
package dev.lockstep.simulation.time.lamportclock;

import org.jspecify.annotations.NullMarked;

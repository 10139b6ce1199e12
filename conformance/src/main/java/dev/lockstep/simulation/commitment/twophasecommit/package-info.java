/** The simulation of two-phase commit. */
@NullMarked
package dev.lockstep.simulation.commitment.twophasecommit;

import org.jspecify.annotations.NullMarked;

/** Two-phase commit: its cluster, its binding to the spec, its mutants, its simulation. */
@NullMarked
package dev.lockstep.conformance.commitment.twophasecommit;

import org.jspecify.annotations.NullMarked;

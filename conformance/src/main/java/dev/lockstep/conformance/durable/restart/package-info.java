/** Restart: its cluster, its binding to the spec, its mutants, its simulation. */
@NullMarked
package dev.lockstep.conformance.durable.restart;

import org.jspecify.annotations.NullMarked;

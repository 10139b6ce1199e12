/**
 * Durable executions: their cluster, their binding to the spec, their mutants, their simulation.
 */
@NullMarked
package dev.lockstep.conformance.durable.execution;

import org.jspecify.annotations.NullMarked;

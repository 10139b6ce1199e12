/**
 * Deterministic simulation: runs of a cluster of real cores under faults, decided by one seed, with
 * invariants checked after every step and a log that can be validated against the spec.
 *
 * <p>Reading order: {@link dev.lockstep.simulation.Subject} (what a protocol brings along), {@link
 * dev.lockstep.simulation.Faults} (what may go wrong, how often), {@link
 * dev.lockstep.simulation.Simulation} (what one run does, and why every run is a behaviour of the
 * spec), {@link dev.lockstep.simulation.Campaign} (many runs).
 */
@NullMarked
package dev.lockstep.simulation;

import org.jspecify.annotations.NullMarked;

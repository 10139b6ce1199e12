/**
 * Durable executions on a database of yours: programs that run to their end although the processes
 * that run them do not.
 *
 * <p>What may happen is decided by one pure core, {@link
 * dev.lockstep.durable.execution.ExecutionStore}, which is compared with the spec {@code
 * DurableExecution.tla}. This package is the shell around it: it loads an execution, asks the core,
 * and writes the difference, in one transaction. The SQL decides nothing.
 *
 * <p>Start with {@link dev.lockstep.durable.jdbc.Durable}. Inside, read {@code Store} (a change is
 * one transaction), {@code Tables} (rows and what they mean), {@code Worker} (looks for work),
 * {@code Replay} (runs a program with its journal) and {@code ExecutionLog} (what happened, as a
 * log that Lockstep validates).
 *
 * <p><b>Effects.</b> What a program records is recorded once. What it does outside of the database
 * is done at least once: a process may die after the effect and before the record. Give effects an
 * idempotency key, for example made of {@link dev.lockstep.durable.jdbc.Context#id} and the name of
 * the step.
 */
@NullMarked
package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.NullMarked;

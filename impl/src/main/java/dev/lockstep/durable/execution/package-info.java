/**
 * Durable executions: programs that run to their end although the processes that run them do not.
 *
 * <p><b>The problem.</b> A program of several steps is run by a process that may crash at any
 * moment. Whoever looks at the steps must not be able to tell. ("Think Distributed Systems",
 * chapter 11.)
 *
 * <p><b>The protocol.</b> A {@linkplain dev.lockstep.durable.execution.ExecutionWorker worker} runs
 * the program and has recorded what comes of each step, in a journal that the {@linkplain
 * dev.lockstep.durable.execution.ExecutionStore store} keeps. When the worker is gone, another one
 * gets the execution and its journal, runs the program again from the beginning, and takes from the
 * journal what came of the steps. While the program waits for steps that others do, no worker has
 * it; the store wakes it when one of them is settled.
 *
 * <table class="striped">
 * <caption>Messages</caption>
 * <thead><tr><th scope="col">message</th><th scope="col">from</th><th scope="col">to</th><th
 * scope="col">meaning</th><th scope="col">sent by</th><th scope="col">received by</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Acquire</th><td>worker</td><td>store</td><td>let me run
 * it</td><td>Claim</td><td>RcvAcquire</td></tr>
 * <tr><th scope="row">Acquired</th><td>store</td><td>worker</td><td>it is yours, and this is its
 * journal</td><td>RcvAcquire</td><td>RcvAcquired</td></tr>
 * <tr><th scope="row">Done</th><td>worker</td><td>store</td><td>this came of the
 * step</td><td>Execute</td><td>RcvDone</td></tr>
 * <tr><th scope="row">Create</th><td>worker</td><td>store</td><td>the step has begun, and somebody
 * else will settle it</td><td>Call</td><td>RcvCreate</td></tr>
 * <tr><th scope="row">Suspend</th><td>worker</td><td>store</td><td>wake it when one of these steps
 * is settled</td><td>Suspend</td><td>RcvSuspend</td></tr>
 * <tr><th scope="row">Journal</th><td>store</td><td>worker</td><td>this is its journal
 * now</td><td>RcvDone, RcvCreate, RcvSuspend</td><td>RcvJournal</td></tr>
 * <tr><th scope="row">Fulfill</th><td>worker</td><td>store</td><td>the program has
 * ended</td><td>Fulfill</td><td>RcvFulfill</td></tr>
 * <tr><th scope="row">Mismatch</th><td>worker</td><td>store</td><td>this is not the journal of my
 * program</td><td>Mismatch</td><td>RcvMismatch</td></tr>
 * <tr><th scope="row">Lost</th><td>store</td><td>worker</td><td>it is not yours, or not any
 * more</td><td>all but RcvAcquire</td><td>RcvLost</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Left out</b>, as in the spec: crashes of the store, who settles the calls, and effects
 * outside of the store: a step whose worker crashes before it is recorded is done again.
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.durable.execution.Program} beside {@code
 * Program.tla}, then {@link dev.lockstep.durable.execution.ExecutionStore} and {@link
 * dev.lockstep.durable.execution.ExecutionWorker} beside {@code DurableExecution.tla}.
 */
@NullMarked
package dev.lockstep.durable.execution;

import org.jspecify.annotations.NullMarked;

/**
 * Durable tasks: work that gets done although those who do it crash, are slow, and do not know of
 * each other.
 *
 * <p><b>The problem.</b> A task is the work behind a promise. Some worker does it; nobody can tell
 * whether that one is slow or dead; and what two workers do at once must not count twice. ("Think
 * Distributed Systems", chapter 11.)
 *
 * <p><b>The protocol.</b> The {@linkplain dev.lockstep.durable.task.TaskStore store} offers what is
 * pending to all {@linkplain dev.lockstep.durable.task.TaskWorker workers}. The first claim gets
 * the task for a time, and under a version that no other claim has; whatever the worker writes
 * carries that version, and counts only while the task is acquired under it. So it does no harm
 * that a worker that was given up goes on.
 *
 * <table class="striped">
 * <caption>Messages</caption>
 * <thead><tr><th scope="col">message</th><th scope="col">from</th><th scope="col">to</th><th
 * scope="col">meaning</th><th scope="col">sent by</th><th scope="col">received by</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Offer</th><td>store</td><td>all workers</td><td>who does
 * this?</td><td>Dispatch</td><td>RcvOffer</td></tr>
 * <tr><th scope="row">Acquire</th><td>worker</td><td>store</td><td>let me have it, if nobody came
 * first</td><td>RcvOffer</td><td>RcvAcquire</td></tr>
 * <tr><th scope="row">Acquired</th><td>store</td><td>worker</td><td>it is yours, under this
 * version</td><td>RcvAcquire</td><td>RcvAcquired</td></tr>
 * <tr><th scope="row">Heartbeat</th><td>worker</td><td>store</td><td>I am at
 * it</td><td>Heartbeat</td><td>RcvHeartbeat</td></tr>
 * <tr><th scope="row">Release</th><td>worker</td><td>store</td><td>let somebody else do
 * it</td><td>Release</td><td>RcvRelease</td></tr>
 * <tr><th scope="row">Suspend</th><td>worker</td><td>store</td><td>it has to wait for
 * something</td><td>Suspend</td><td>RcvSuspend</td></tr>
 * <tr><th scope="row">Fulfill</th><td>worker</td><td>store</td><td>it is
 * done</td><td>Fulfill</td><td>RcvFulfill</td></tr>
 * <tr><th scope="row">Lost</th><td>store</td><td>worker</td><td>it is not yours, or not any
 * more</td><td>RcvHeartbeat, RcvRelease, RcvSuspend, RcvFulfill</td><td>RcvLost</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Left out</b>, as in the spec: what a task waits for while it is suspended (somebody resumes
 * it), crashes of the store, and clients that wait for the promise.
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.durable.task.Task} and {@link
 * dev.lockstep.durable.task.Message}, then {@link dev.lockstep.durable.task.TaskStore} and {@link
 * dev.lockstep.durable.task.TaskWorker} beside {@code DurableTask.tla}.
 */
@NullMarked
package dev.lockstep.durable.task;

import org.jspecify.annotations.NullMarked;

/**
 * Sagas: a long transaction, cut into steps that take effect one by one, and are undone one by one
 * if it cannot be completed.
 *
 * <p><b>The problem.</b> Each step is a transaction at a service of its own. Either all of them
 * take effect, or a prefix does and is compensated, the last one first; each once, whoever crashes.
 * ("Think Distributed Systems", chapter 11.)
 *
 * <p><b>The protocol.</b> An {@linkplain dev.lockstep.durable.saga.Orchestrator orchestrator} with
 * a log asks the {@linkplain dev.lockstep.durable.saga.Service services} for one step after the
 * other. A step that is given up is cancelled first: its service says what has become of it, and if
 * nothing has, it writes a tombstone, so that nothing ever will. Only then is anything undone.
 *
 * <table class="striped">
 * <caption>Messages</caption>
 * <thead><tr><th scope="col">message</th><th scope="col">from</th><th scope="col">to</th><th
 * scope="col">meaning</th><th scope="col">sent by</th><th scope="col">received by</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Execute</th><td>orchestrator</td><td>service</td><td>execute your
 * step</td><td>Ask, LearnDone</td><td>RcvExecute</td></tr>
 * <tr><th scope="row">Cancel</th><td>orchestrator</td><td>service</td><td>it is not wanted any
 * more</td><td>GiveUp, Ask</td><td>RcvCancel</td></tr>
 * <tr><th scope="row">Compensate</th><td>orchestrator</td><td>service</td><td>undo
 * it</td><td>LearnDone, LearnFailed, LearnCompensated, Ask</td><td>RcvCompensate</td></tr>
 * <tr><th scope="row">Done</th><td>service</td><td>orchestrator</td><td>it was
 * executed</td><td>RcvExecute, RcvCancel</td><td>LearnDone</td></tr>
 * <tr><th scope="row">Failed</th><td>service</td><td>orchestrator</td><td>it was not executed, and
 * never will be</td><td>RcvExecute, RcvCancel</td><td>LearnFailed</td></tr>
 * <tr><th scope="row">Compensated</th><td>service</td><td>orchestrator</td><td>it is
 * undone</td><td>RcvCompensate, RcvExecute, RcvCancel</td><td>LearnCompensated</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>What it does not give.</b> Isolation: others may see the effect of a step that is undone
 * later.
 *
 * <p><b>Left out</b>, as in the spec: many sagas at once (they promise each other nothing), steps
 * side by side, compensations that fail for good, and deleting records and tombstones.
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.durable.saga.Message} and {@link
 * dev.lockstep.durable.saga.Position}, then {@link dev.lockstep.durable.saga.Orchestrator} and
 * {@link dev.lockstep.durable.saga.Service} beside {@code Saga.tla}.
 */
@NullMarked
package dev.lockstep.durable.saga;

import org.jspecify.annotations.NullMarked;

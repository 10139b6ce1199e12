/**
 * Restart: a process of several steps gets done although who runs it crashes, since it is run again
 * from the beginning.
 *
 * <p><b>The problem.</b> A process has several steps, each with an effect in the world. Who runs it
 * may crash after any of them, and forgets how far it was; and nobody can tell whether it is slow
 * or dead. Yet each effect has to take place once. ("Think Distributed Systems", chapter 11.)
 *
 * <p><b>The protocol.</b> The {@linkplain dev.lockstep.durable.restart.ProgramRunner runner} has no
 * disk. It begins with the first step whenever it is restarted, and asks for each step under an
 * {@linkplain dev.lockstep.durable.restart.Key idempotency key} that is the same in every run. The
 * {@linkplain dev.lockstep.durable.restart.EffectService service} does a step once for its key,
 * writes the key down with what came of the step, in one transaction with the effect, and answers
 * every repetition with that. So a run that begins again takes the same way as the last one, and
 * goes on where that ended. The {@linkplain dev.lockstep.durable.restart.Caller caller} is told the
 * result.
 *
 * <table class="striped">
 * <caption>Messages</caption>
 * <thead><tr><th scope="col">message</th><th scope="col">from</th><th scope="col">to</th><th
 * scope="col">meaning</th><th scope="col">sent by</th><th scope="col">received by</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Request</th><td>runner</td><td>service</td><td>do this, unless it is
 * done</td><td>Ask</td><td>RcvRequest</td></tr>
 * <tr><th scope="row">Answer</th><td>service</td><td>runner</td><td>this came of
 * it</td><td>RcvRequest</td><td>RcvAnswer</td></tr>
 * <tr><th scope="row">Result</th><td>runner</td><td>caller</td><td>the process is done, and this is
 * its result</td><td>Finish</td><td>RcvResult</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Left out</b>, as in the spec: forgetting keys, and programs that are not deterministic.
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.durable.restart.Message} and {@link
 * dev.lockstep.durable.restart.Run}, then {@link dev.lockstep.durable.restart.EffectService} and
 * {@link dev.lockstep.durable.restart.ProgramRunner} beside {@code Restart.tla}.
 */
@NullMarked
package dev.lockstep.durable.restart;

import org.jspecify.annotations.NullMarked;

/**
 * Durable promises: values that are not there yet, kept by a store that outlives whoever waits for
 * them.
 *
 * <p><b>The problem.</b> A promise is created once, with a deadline, and settled once: resolved,
 * rejected or canceled by somebody, or by time. All who ask are told the same, for ever, and nobody
 * is told to wait for a promise whose deadline has come. ("Think Distributed Systems", chapter 11.)
 *
 * <p><b>The protocol.</b> The {@linkplain dev.lockstep.durable.promise.PromiseStore store} does not
 * watch deadlines. A {@linkplain dev.lockstep.durable.Promise record} whose deadline has come still
 * says that it waits, for as long as nobody rewrites it; the store never says, and never acts upon,
 * what a record says, only what it is by now. A {@linkplain
 * dev.lockstep.durable.promise.PromiseClient client} asks again and again. The name of a promise
 * makes that harmless.
 *
 * <table class="striped">
 * <caption>Messages</caption>
 * <thead><tr><th scope="col">message</th><th scope="col">from</th><th scope="col">to</th><th
 * scope="col">meaning</th><th scope="col">sent by</th><th scope="col">received by</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Create</th><td>client</td><td>store</td><td>let there be this promise, if it
 * is not there</td><td>Create</td><td>RcvCreate</td></tr>
 * <tr><th scope="row">Settle</th><td>client</td><td>store</td><td>settle it, if it is not
 * settled</td><td>Settle</td><td>RcvSettle</td></tr>
 * <tr><th scope="row">Read</th><td>client</td><td>store</td><td>how is it?</td><td>Read</td><td>
 * RcvRead</td></tr>
 * <tr><th scope="row">Answer</th><td>store</td><td>client</td><td>this is how it
 * is</td><td>RcvCreate, RcvSettle, RcvRead</td><td>RcvAnswer</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Left out</b>, as in the spec: clients that crash (one that forgot what it knew asks again
 * like a new one), being told without asking, and deleting promises.
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.durable.Promise} beside {@code PromiseRecord.tla},
 * then {@link dev.lockstep.durable.promise.PromiseClient} and {@link
 * dev.lockstep.durable.promise.PromiseStore} beside {@code DurablePromise.tla}.
 */
@NullMarked
package dev.lockstep.durable.promise;

import org.jspecify.annotations.NullMarked;

/**
 * Two-phase commit with logs, timeouts, crashes and recovery: all participants of a distributed
 * transaction commit, or all abort.
 *
 * <p><b>The problem.</b> Several nodes each hold a part of a transaction. Each may be unable to
 * commit its part; nodes crash and come back with what they have on disk; messages are lost,
 * duplicated and reordered. Nobody may commit unless all voted yes, and no two may decide
 * differently. ("Think Distributed Systems", chapter 6.)
 *
 * <p><b>The protocol.</b> The {@linkplain dev.lockstep.commitment.twophasecommit.Coordinator
 * coordinator} asks everybody to prepare. A {@linkplain
 * dev.lockstep.commitment.twophasecommit.Participant participant} votes yes, in its log first, or
 * no. With all votes yes the coordinator decides commit, otherwise abort: in its log first, then to
 * everybody. Who has voted yes and hears nothing asks.
 *
 * <table class="striped">
 * <caption>Messages</caption>
 * <thead><tr><th scope="col">message</th><th scope="col">from</th><th scope="col">to</th><th
 * scope="col">meaning</th><th scope="col">sent by</th><th scope="col">received by</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">Prepare</th><td>coordinator</td><td>participant</td><td>please
 * vote</td><td>TMPrepare</td><td>RMPrepare</td></tr>
 * <tr><th scope="row">Prepared</th><td>participant</td><td>coordinator</td><td>yes; repeated: what
 * was decided?</td><td>RMPrepare, RMAsk</td><td>TMRcvPrepared, TMAnswer</td></tr>
 * <tr><th scope="row">Aborted</th><td>participant</td><td>coordinator</td><td>no</td><td>
 * RMChooseToAbort</td><td>TMRcvAborted</td></tr>
 * <tr><th scope="row">Commit</th><td>coordinator</td><td>participant</td><td>the
 * decision</td><td>TMCommit, TMRestart, TMAnswer</td><td>RMRcvCommitMsg</td></tr>
 * <tr><th scope="row">Abort</th><td>coordinator</td><td>participant</td><td>the
 * decision</td><td>TMAbort, TMRcvAborted, TMRestart, TMAnswer</td><td>RMRcvAbortMsg</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>What it does not give.</b> A participant in doubt waits for the coordinator, if need be for
 * ever: two-phase commit blocks.
 *
 * <p><b>Left out</b>, as in the spec: the transaction's data and locks (a vote stands for them),
 * many transactions at once (they do not touch each other here), asking another participant, and
 * forgetting a finished transaction.
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.commitment.twophasecommit.Message}, then {@link
 * dev.lockstep.commitment.twophasecommit.Participant} and {@link
 * dev.lockstep.commitment.twophasecommit.Coordinator}, each beside {@code TwoPhaseCommit.tla}: one
 * method for each action, in the order of the spec, with its name.
 */
@NullMarked
package dev.lockstep.commitment.twophasecommit;

import org.jspecify.annotations.NullMarked;

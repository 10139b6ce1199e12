/**
 * Lamport's logical clocks: processes that share no clock number their events so that a cause
 * always has a smaller number than its effect.
 *
 * <p><b>The protocol.</b> A process adds one to its counter at each of its own events, and a
 * message carries the counter of its sender. The receiver goes beyond both, its own and the one
 * that it was sent. ("Think Distributed Systems", chapter 2.)
 *
 * <p><b>Left out</b>, as in the spec: loss and duplication (a lost message is one that is never
 * received; a copy is one more receive event with the same cause), and crashes (a process that
 * forgets its counter is a new process).
 *
 * <p><b>Reading order.</b> {@link dev.lockstep.time.lamportclock.Message}, then {@link
 * dev.lockstep.time.lamportclock.LamportClock} beside {@code LamportClock.tla}.
 */
@NullMarked
package dev.lockstep.time.lamportclock;

import org.jspecify.annotations.NullMarked;

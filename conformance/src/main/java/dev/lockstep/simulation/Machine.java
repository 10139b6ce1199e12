package dev.lockstep.simulation;

import dev.lockstep.conformance.Event;
import dev.lockstep.core.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What one node of a run is apart from the state of its core: its clock and the timers on it, what
 * it has yet to do, and what its disk is busy with. Not safe for use by several threads.
 *
 * @param <M> the messages
 */
final class Machine<M> {

  private final NodeId node;
  private final boolean mayCrash;
  private final NodeClock clock = new NodeClock();
  private final SequencedMap<Object, Armed<M>> armed = new LinkedHashMap<>();

  /** What came while the node was at its disk, or stopped; in order. */
  final Deque<Job<M>> inbox = new ArrayDeque<>();

  /** What is done once the disk is, in order: one sync for all of it. */
  List<Job<M>> group = List.of();

  /** When the disk will be done, or the power fails. */
  Optional<Agenda.Entry<What<M>>> atDisk = Optional.empty();

  /** What a disk that breaks its promise may fall back to. */
  Optional<Object> olderDisk = Optional.empty();

  long stoppedUntil;
  long backAt;

  /** A timer that runs: when it runs out, by the node's own clock. */
  record Armed<M>(long dueByClock, Agenda.Entry<What<M>> entry) {}

  /** Something that a node is to do. */
  record Job<M>(NodeId node, Event<M> event, Optional<Copy<M>> copy) {

    Job(NodeId node, Event<M> event) {
      this(node, event, Optional.empty());
    }

    Job(Copy<M> copy) {
      this(copy.to(), new Event.Deliver<>(copy.to(), copy.message()), Optional.of(copy));
    }
  }

  Machine(NodeId node, boolean mayCrash) {
    this.node = node;
    this.mayCrash = mayCrash;
  }

  NodeId node() {
    return node;
  }

  boolean mayCrash() {
    return mayCrash;
  }

  SequencedMap<Object, Armed<M>> armed() {
    return armed;
  }

  /** Starts a timer. */
  void arm(Run<M> run, Object input, long duration) {
    long due = clock.read(run.micros()) + duration;
    armed.put(input, new Armed<>(due, run.put(clock.when(due), new What.Fire<>(node, input))));
  }

  /** Stops a timer, if it runs. */
  void disarm(Object input) {
    Armed<M> timer = armed.remove(input);
    if (timer != null) {
      timer.entry().strikeOut();
    }
  }

  /** Sets the clock, and with it all timers. */
  void setClock(Run<M> run, long jump, long fastPpm) {
    clock.set(run.micros(), jump, fastPpm);
    for (Object input : List.copyOf(armed.keySet())) {
      Armed<M> timer = armed.get(input);
      if (timer != null) {
        timer.entry().strikeOut();
        armed.put(
            input,
            new Armed<>(
                timer.dueByClock(),
                run.put(clock.when(timer.dueByClock()), new What.Fire<>(node, input))));
      }
    }
  }

  /** Forgets all that is not on disk, and returns what was still to be done. */
  List<Job<M>> forget() {
    List<Job<M>> undone = new ArrayList<>(group);
    undone.addAll(inbox);
    group = List.of();
    inbox.clear();
    atDisk.ifPresent(Agenda.Entry::strikeOut);
    atDisk = Optional.empty();
    armed.values().forEach(timer -> timer.entry().strikeOut());
    armed.clear();
    stoppedUntil = 0;
    return undone;
  }
}

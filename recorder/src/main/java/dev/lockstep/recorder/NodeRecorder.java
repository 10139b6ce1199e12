package dev.lockstep.recorder;

import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One node of the system, as its log sees it: makes its events, numbers them, and keeps its clocks.
 * The Lamport clock and the vector clock count recorded events only.
 *
 * <p>Safe for use by several threads. The order of a node's events is that in which {@link
 * Event#record} is called, so call it where the step takes effect: under the lock that makes the
 * step atomic, if there is one.
 */
public final class NodeRecorder {

  private static final SortedMap<String, Long> NO_VECTOR = Collections.emptySortedMap();

  private final ReentrantLock lock = new ReentrantLock();
  private final TraceLog log;
  private final String name;
  private Stamp now;

  NodeRecorder(TraceLog log, String name, Stamp now) {
    this.log = log;
    this.name = name;
    this.now = now;
  }

  /** Returns the name of the node. */
  public String name() {
    return name;
  }

  /** Starts an event that is a step of {@code action} of the spec. */
  public Event event(String action) {
    return log.isNone() ? Event.OFF : new Event(this, action);
  }

  /** Starts an event that is a step whose action is not known: any that fits what is observed. */
  public Event event() {
    return log.isNone() ? Event.OFF : new Event(this, null);
  }

  /**
   * Returns the stamp for a message that is sent now and belongs to no recorded step: it knows
   * every event of this node so far. For a message of a step, take the stamp that {@link
   * Event#record} returned.
   */
  public Stamp send() {
    if (log.isNone()) {
      return Stamp.NONE;
    }
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of the stamp of a message whose arrival is no recorded step: later events of this
   * node happened after what the stamp knows.
   */
  public NodeRecorder receive(Stamp stamp) {
    if (!log.isNone()) {
      lock.lock();
      try {
        now = now.merge(stamp);
      } finally {
        lock.unlock();
      }
    }
    return this;
  }

  TraceLog log() {
    return log;
  }

  /** Writes {@code event}; what could not be written has no number and is known to nobody. */
  Stamp record(Event event) {
    Exception problem;
    lock.lock();
    try {
      now = now.merge(event.known);
      problem = write(event);
      if (problem == null) {
        return now;
      }
    } finally {
      lock.unlock();
    }
    // Without the lock, since a handler may do anything.
    log.report(problem);
    return send();
  }

  private @Nullable Exception write(Event event) {
    if (log.hasEnded()) {
      // The node still passes on what it heard, for the sake of the other nodes' logs.
      return null;
    }
    try {
      Stamp next = now.tick(name);
      log.write(Line.of(name, next.clock(), log.hasVectors() ? next.vector() : NO_VECTOR, event));
      now = next;
      return null;
    } catch (IOException | IllegalStateException e) {
      return e;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

package dev.lockstep.search;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A state that the spec can be in after some events, and if paths are kept, one way to it. A state
 * that is reached by several ways has the first that breaks no invariant.
 */
public final class Node {

  /** How many steps of a way are kept at least, and half of how many at most. */
  private static final int KEPT = 100_000;

  /**
   * One step on the way to a state.
   *
   * @param call the action, absent for an event that is no step
   * @param event the event that it belongs to, absent for a hidden step
   * @param state the state after it
   */
  public record Taken(Optional<ActionCall> call, Optional<TraceEvent> event, SpecState state) {}

  private final SpecState state;
  private final @Nullable Broken broken;
  private @Nullable Node before;
  private final long length;

  /** The last node on the way to here whose length is a multiple of {@link #KEPT}. */
  private @Nullable Node milestone;

  private final @Nullable ActionCall call;
  private final @Nullable TraceEvent event;

  private Node(
      SpecState state,
      @Nullable Broken broken,
      @Nullable Node before,
      @Nullable ActionCall call,
      @Nullable TraceEvent event) {
    this.state = state;
    this.broken = broken;
    this.before = before;
    this.call = call;
    this.event = event;
    this.length = before == null ? 0 : before.length + 1;
    this.milestone = before == null ? null : before.length % KEPT == 0 ? before : before.milestone;
    if (milestone != null && length % KEPT == 0) {
      milestone.before = null;
      milestone.milestone = null;
    }
  }

  static Node initial(SpecState state, @Nullable Broken broken) {
    return new Node(state, broken, null, null, null);
  }

  /** Returns the node of a state in the middle of an event that starts at {@code node}. */
  public static Node between(Node node, SpecState state) {
    return new Node(state, node.broken, node.before, node.call, node.event);
  }

  /** Returns the node of a step from here, without the way to it. */
  Node to(SpecState target, @Nullable Broken nowBroken) {
    return new Node(target, nowBroken, null, null, null);
  }

  /** Returns the node of a step from here, with the way to it. */
  Node by(
      @Nullable ActionCall taken,
      @Nullable TraceEvent forEvent,
      SpecState target,
      @Nullable Broken nowBroken) {
    return new Node(target, nowBroken, this, taken, forEvent);
  }

  /** Returns this node without the way to it. */
  public Node withoutPath() {
    return new Node(state, broken, null, null, null);
  }

  /** Returns the state. */
  public SpecState state() {
    return state;
  }

  /** Returns where the way to here broke an invariant, if it did. */
  public Optional<Broken> broken() {
    return Optional.ofNullable(broken);
  }

  boolean isSound() {
    return broken == null;
  }

  @Nullable Broken brokenOrNull() {
    return broken;
  }

  /**
   * Returns the state that {@link #path} starts in: an initial one, unless the way is very long.
   */
  public SpecState start() {
    Node node = this;
    while (node.before != null) {
      node = node.before;
    }
    return node.state;
  }

  /**
   * Returns the steps on the way to here, at least the last 100,000; none if paths are not kept.
   */
  public List<Taken> path() {
    List<Taken> steps = new ArrayList<>();
    for (Node node = this; node.before != null; node = node.before) {
      steps.add(
          new Taken(Optional.ofNullable(node.call), Optional.ofNullable(node.event), node.state));
    }
    Collections.reverse(steps);
    return List.copyOf(steps);
  }
}

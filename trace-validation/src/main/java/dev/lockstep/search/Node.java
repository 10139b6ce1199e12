package dev.lockstep.search;

import dev.lockstep.symmetry.Permutation;
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

  /**
   * One step on the way to a state.
   *
   * @param call the action, absent for an event that is no step
   * @param event the event that it belongs to, absent for a hidden step
   * @param state the state after it
   */
  public record Taken(Optional<ActionCall> call, Optional<TraceEvent> event, SpecState state) {}

  private final SpecState state;
  private final @Nullable Permutation names;
  private final @Nullable Broken broken;
  private final long depth;
  private @Nullable Node before;
  private final @Nullable ActionCall call;
  private final @Nullable TraceEvent event;

  private Node(
      SpecState state,
      @Nullable Permutation names,
      @Nullable Broken broken,
      @Nullable Node before,
      @Nullable ActionCall call,
      @Nullable TraceEvent event) {
    this.state = state;
    this.names = names;
    this.broken = broken;
    this.before = before;
    this.depth = before == null ? 0 : before.depth + 1;
    this.call = call;
    this.event = event;
  }

  static Node initial(SpecState state, @Nullable Broken broken) {
    return new Node(state, null, broken, null, null, null);
  }

  /** Returns the node of a state in the middle of an event that starts at {@code node}. */
  public static Node between(Node node, SpecState state) {
    return new Node(state, null, node.broken, node.before, node.call, node.event);
  }

  /** Returns the node of a step from here, without the way to it. */
  Node to(SpecState target, @Nullable Broken nowBroken) {
    return new Node(target, names, nowBroken, null, null, null);
  }

  /** Returns the node of a step from here, with the way to it. */
  Node by(
      @Nullable ActionCall taken,
      @Nullable TraceEvent forEvent,
      SpecState target,
      @Nullable Broken nowBroken) {
    return new Node(target, names, nowBroken, this, taken, forEvent);
  }

  /** Returns this node with another state that differs from it by {@code permutation}. */
  Node renamed(SpecState target, Permutation permutation) {
    Permutation back = permutation.inverse();
    return new Node(
        target, names == null ? back : back.andThen(names), broken, before, call, event);
  }

  /** Returns this node with the names of the log. */
  Node named() {
    return names == null ? this : new Node(state(), null, broken, before, call, event);
  }

  /** Returns the state that the search works with: in other names than the log's, perhaps. */
  SpecState searched() {
    return state;
  }

  /** Returns {@code target}, a step from here, in the names of the log. */
  SpecState named(SpecState target) {
    return names == null ? target : names.apply(target);
  }

  /** Returns the state. */
  public SpecState state() {
    return named(state);
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

  /** Returns how many steps it is from an initial state, if paths are kept. */
  long depth() {
    return depth;
  }

  @Nullable Node beforeOrNull() {
    return before;
  }

  /** Makes this the start of the ways that go through it. */
  void forgetWay() {
    before = null;
  }

  /**
   * Returns the initial state of the way to here; with a {@link WayListener}, the state in which
   * the listener's last piece ended.
   */
  public SpecState start() {
    Node node = this;
    while (node.before != null) {
      node = node.before;
    }
    return node.state();
  }

  /** Returns the steps on the way from {@link #start} to here; none if paths are not kept. */
  public List<Taken> path() {
    List<Taken> steps = new ArrayList<>();
    for (Node node = this; node.before != null; node = node.before) {
      Permutation naming = node.before.names;
      ActionCall taken = node.call == null || naming == null ? node.call : naming.apply(node.call);
      steps.add(
          new Taken(Optional.ofNullable(taken), Optional.ofNullable(node.event), node.state()));
    }
    Collections.reverse(steps);
    return List.copyOf(steps);
  }
}

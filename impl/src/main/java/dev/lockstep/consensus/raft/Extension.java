package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Something that a Raft server can do beyond {@link Raft}, in the same way as a module of the spec
 * extends {@code Raft.tla}. An extension may do four things and no other, so that several can stand
 * side by side:
 *
 * <ol>
 *   <li>it forbids a step that Raft would take: a guard is added to an action ({@link #allows});
 *   <li>it has steps of its own: an action is added to the next-state relation ({@link #step});
 *   <li>it remembers things, and sees every step that Raft or another extension takes: a variable
 *       is added, and what happens to it in the actions that are there ({@link #after});
 *   <li>it says who decides: the constant {@code Voters} ({@link #voters}).
 * </ol>
 *
 * <p>What an extension remembers is in memory, and lost in a crash. What must not be lost is in the
 * log or in the snapshot.
 *
 * <p>Implementations hold nothing but their configuration and are safe for use by several threads.
 *
 * @param <V> what it remembers: an immutable value
 */
public interface Extension<V> {

  /** Returns what a server remembers when it starts, for the first time or after a crash. */
  V initial();

  /**
   * Returns the inputs other than deliveries that this extension brings along, as {@link
   * dev.lockstep.core.Core#localInputs} does.
   *
   * @param mine what it remembers
   */
  default List<Input> localInputs(Raft raft, State state, V mine) {
    return List.of();
  }

  /** Says whether an action of Raft may be taken for {@code input} in {@code state}. */
  default boolean allows(Raft raft, State state, V mine, Input input) {
    return true;
  }

  /** Takes a step of its own, if it has one for {@code input}. */
  default Optional<Step<State, Message>> step(Raft raft, State state, V mine, Input input) {
    return Optional.empty();
  }

  /**
   * Returns what it remembers after a step that was not its own.
   *
   * @param before the state before the step
   * @param mine what it remembered before the step
   */
  default V after(Raft raft, State before, V mine, Input input, Step<State, Message> step) {
    return mine;
  }

  /** Returns whose votes count, if this extension has a say in it; see {@link Raft#voters}. */
  default Optional<List<NavigableSet<NodeId>>> voters(Log log) {
    return Optional.empty();
  }

  /** Returns the index of the entry that says so; 0 if no entry after the snapshot does. */
  default long votersSince(Log log) {
    return 0;
  }
}

package dev.lockstep.mutants;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.core.Core;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Writes wrong versions of code down, one after another. What is different in a mutant is one of
 * three, the lightest first: the result of an action ({@link #replace}), that an action never
 * happens ({@link #never}), or a whole core ({@link #add}).
 *
 * <p>Not safe for use by several threads.
 *
 * @param <M> the messages of the protocol
 */
public final class Mutants<M> {

  private final Function<Constants, Cluster<M>> right;
  private final List<Mutant<M>> all = new ArrayList<>();

  private Mutants(Function<Constants, Cluster<M>> right) {
    this.right = right;
  }

  /**
   * Starts.
   *
   * @param right builds the right side of a model, as the binding does
   */
  public static <M> Mutants<M> of(Function<Constants, Cluster<M>> right) {
    return new Mutants<>(right);
  }

  /**
   * Adds one in which an action has another result.
   *
   * @param core the class of the core that takes the action: the types of its state and messages
   * @param action the action's name, as in the spec
   * @param wrong from what the core does to what the mutant does; the action must stay the same
   * @param <S> the state of the core
   */
  public <S> Mutants<M> replace(
      String id,
      String fault,
      Class<? extends Core<S, ?, M>> core,
      String action,
      UnaryOperator<Step<S, M>> wrong) {
    return add(id, fault, constants -> right.apply(constants).replacing(core, action, wrong));
  }

  /** Adds one in which an action sends something else: other messages, one for each. */
  public <S> Mutants<M> sending(
      String id,
      String fault,
      Class<? extends Core<S, ?, M>> core,
      String action,
      UnaryOperator<M> wrong) {
    return replace(
        id,
        fault,
        core,
        action,
        step ->
            new Step<>(step.action(), step.state(), step.messages().stream().map(wrong).toList()));
  }

  /** Adds one in which an action never happens. */
  public Mutants<M> never(String id, String fault, String action) {
    return add(id, fault, constants -> right.apply(constants).without(List.of(action)));
  }

  /** Adds one with a core of its own, or several. */
  public Mutants<M> add(String id, String fault, Function<Constants, Cluster<M>> wrong) {
    all.add(new Mutant<>(id, fault, Optional.empty(), Optional.empty(), wrong));
    return this;
  }

  /** Says of the last one which documented bug of a real system it re-tells. */
  public Mutants<M> from(String source) {
    all.add(all.removeLast().from(source));
    return this;
  }

  /** Says of the last one which twin of the spec has the same fault. */
  public Mutants<M> twin(String model) {
    all.add(all.removeLast().twin(model));
    return this;
  }

  /** Returns them in the order in which they were added. */
  public List<Mutant<M>> all() {
    return List.copyOf(all);
  }
}

package dev.lockstep.conformance;

import dev.lockstep.conformance.Encoding.Label;
import dev.lockstep.conformance.Identities.Identity;
import dev.lockstep.core.Action;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one world: the steps of the code, those of the spec, and where they do not
 * match.
 *
 * @param source the world
 * @param code the steps of the code that lead to a state of the spec
 * @param spec the steps of the spec; none if only the code was asked
 * @param mismatches in the order in which they are reported: the first one is
 * @param signature under symmetry: a hash of the steps of the code, the same for all worlds of a
 *     class if the code treats all names alike
 */
record Expansion<M>(
    Source<M> source,
    List<CodeStep<M>> code,
    List<SpecStep> spec,
    List<Mismatch<M>> mismatches,
    long signature) {

  /**
   * A world whose steps are to be compared.
   *
   * @param number in the order of discovery
   * @param depth how many steps away from the initial world it is
   * @param state the state of the spec that it is, unless it has to be found out again
   * @param counts whether it is the first world of its state, so that its steps are counted
   * @param memberOf the number of the class that it is not the first of, or -1 if it is
   */
  record Source<M>(
      int number,
      World<M> world,
      int depth,
      @Nullable SpecState state,
      boolean counts,
      int memberOf) {

    /** The first member of a class, or the only one. */
    static final int FIRST = -1;

    /** Says whether another world of its class was there before. */
    boolean isMember() {
      return memberOf != FIRST;
    }
  }

  /**
   * A step of the code with what the spec calls it.
   *
   * @param index where it stands among the steps of its world
   * @param identity which world it leads to
   * @param key which state of the spec that is
   * @param state the same, if the world is new
   * @param stateClass the state's class under symmetry, or its key, if the world is new
   */
  record CodeStep<M>(
      int index,
      Transition<M> transition,
      Label label,
      Identity identity,
      long key,
      @Nullable SpecState state,
      long stateClass) {

    /** Returns the action as the spec writes it. */
    ActionCall call() {
      return label.call();
    }
  }

  /** One way in which code and spec part in a world. */
  sealed interface Mismatch<M> {
    record CodeOnly<M>(CodeStep<M> step) implements Mismatch<M> {}

    record SpecOnly<M>(SpecStep step) implements Mismatch<M> {}

    record NoSuchState<M>(Action action, String message) implements Mismatch<M> {}

    record CodeFailed<M>(RuntimeException failure) implements Mismatch<M> {}

    record NotAFunction<M>() implements Mismatch<M> {}
  }
}

package dev.lockstep.mutants;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A way to find a fault in code. It knows nothing of the fault it looks for. */
public interface KillLayer {

  /**
   * The code to look at.
   *
   * @param model the model, with the spec and what joins it to code of this protocol
   * @param cluster the code's side of the model: a mutant, or the control
   * @param mutant the mutant, for a layer that runs it elsewhere than in the model
   * @param <M> the messages of the protocol
   */
  record Subject<M>(LoadedModel<M> model, Cluster<M> cluster, Optional<Mutant<M>> mutant) {

    /** Returns what joins code of this protocol to the spec. */
    public Binding<M> binding() {
      return model.binding();
    }

    /** Returns the spec, loaded with the configuration of the model. */
    public Spec spec() {
      return model.spec();
    }
  }

  /**
   * What was found.
   *
   * @param killed whether the code was found to be wrong
   * @param elapsed how long that took
   * @param length the number of steps of the counterexample, if there is one
   * @param evidence what was found, in one line: the property that fell, or where code and spec
   *     part
   */
  record Finding(boolean killed, Duration elapsed, OptionalInt length, String evidence) {}

  /** Returns the name of the layer, one lower-case word: the head of its column. */
  String name();

  /** Says whether it makes a difference to this layer in which model it looks. */
  default boolean looksAtModel() {
    return true;
  }

  /** Returns the same layer with more patience, for what no layer has found. */
  default KillLayer patient() {
    return this;
  }

  /** Looks for a fault, for at most {@code budget}. */
  <M> Finding look(Subject<M> subject, Budget budget) throws SpecException;
}

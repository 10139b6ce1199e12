package dev.lockstep.mutants;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import java.time.Duration;
import java.util.OptionalInt;

/** A way to find a fault in code. It knows nothing of the fault it looks for. */
public interface KillLayer {

  /**
   * The code to look at.
   *
   * @param binding what joins code of this protocol to the spec
   * @param cluster the code's side of the model: a mutant, or the control
   * @param spec the spec, loaded with the configuration of the model
   * @param <M> the messages of the protocol
   */
  record Subject<M>(Binding<M> binding, Cluster<M> cluster, Spec spec) {}

  /**
   * What was found.
   *
   * @param killed whether the code was found to be wrong
   * @param elapsed how long that took
   * @param length the number of steps of the counterexample, if there is one
   * @param evidence what was found, in one line: the property that fell, or where code and spec part
   */
  record Finding(boolean killed, Duration elapsed, OptionalInt length, String evidence) {}

  /** Returns the name of the layer, one lower-case word: the head of its column. */
  String name();

  /** Looks for a fault, for at most {@code budget}. */
  <M> Finding look(Subject<M> subject, Budget budget) throws SpecException;
}

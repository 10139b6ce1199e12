package dev.lockstep.mutants;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import java.util.Optional;
import java.util.function.Function;

/**
 * A protocol's code with one fault in it. Usually a core with one action overridden; the spec stays
 * as it is.
 *
 * @param id a short name in lower case with hyphens, unique within the protocol
 * @param fault what is wrong, in one sentence without a full stop
 * @param source the documented bug of a real system that this one re-tells, if there is one
 * @param twin the model of the weak twin of the spec that has the same fault, if there is one
 * @param cluster builds the faulty side of a model, as a binding builds the right one
 * @param <M> the messages of the protocol
 */
public record Mutant<M>(
    String id,
    String fault,
    Optional<String> source,
    Optional<String> twin,
    Function<Constants, Cluster<M>> cluster) {

  /** Returns the same mutant with its source. */
  Mutant<M> from(String bug) {
    return new Mutant<>(id, fault, Optional.of(bug), twin, cluster);
  }

  /** Returns the same mutant with its twin. */
  Mutant<M> twin(String model) {
    return new Mutant<>(id, fault, source, Optional.of(model), cluster);
  }

  @Override
  public String toString() {
    return id;
  }
}

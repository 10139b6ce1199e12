package dev.lockstep.mutants;

import dev.lockstep.conformance.Binding;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The mutants of one protocol. Found by {@link ServiceLoader}, so that another jar can bring its
 * own.
 *
 * @param <M> the messages of the protocol
 */
public interface MutantSet<M> {

  /** Returns the binding of the protocol whose code this is. */
  Binding<M> binding();

  /** Returns the mutants, in a fixed order. */
  List<Mutant<M>> mutants();

  /** Returns the mutant with this id, if there is one. */
  default Optional<Mutant<M>> mutant(String id) {
    return mutants().stream().filter(mutant -> mutant.id().equals(id)).findFirst();
  }

  /** Returns the mutants of the protocol with this name in the catalog, if there are any. */
  static Optional<MutantSet<?>> of(String protocol) {
    for (MutantSet<?> set : ServiceLoader.load(MutantSet.class)) {
      if (set.binding().protocol().equals(protocol)) {
        return Optional.of(set);
      }
    }
    return Optional.empty();
  }
}

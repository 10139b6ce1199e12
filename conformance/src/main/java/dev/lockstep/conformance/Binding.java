package dev.lockstep.conformance;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What joins the code of a protocol to its spec: how to build the code's side of a model, and what
 * the spec's variables are in it.
 *
 * <p>Values are plain Java, and a {@link dev.lockstep.value.Codec} turns them into the spec's:
 * nodes, numbers, enum constants, lists, sets, maps, records, and the {@link MessageSet} of a
 * world. They must be equal exactly when the spec's values are, since each one is translated only
 * once.
 *
 * @param <M> the messages of the protocol
 */
public interface Binding<M> {

  /** Returns the name of the protocol in the catalog, for example {@code two-phase-commit}. */
  String protocol();

  /**
   * Builds the code's side of a model.
   *
   * @throws IllegalArgumentException if the constants do not fit the protocol
   */
  Cluster<M> cluster(Constants constants);

  /** Returns the spec's variables, each as a function of the world, in the order of the spec. */
  SequencedMap<String, Function<World<M>, Object>> variables();

  /** Returns what the spec allows and the code never does, if anything. */
  default List<Latitude> latitude() {
    return List.of();
  }
}

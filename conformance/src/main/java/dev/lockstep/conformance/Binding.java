package dev.lockstep.conformance;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What joins the code of a protocol to its spec: how to build the code's side of a model, and what
 * the spec's variables are in it.
 *
 * <p>Values are plain Java: {@code NodeId}s (model values or strings of that name), strings,
 * integers, booleans, enum constants (strings in lower case), {@code Set}s, {@code List}s
 * (sequences), {@code Map}s (functions; with strings as keys, records), the {@link MessageSet} of a
 * world, and whatever {@link #plain} makes such a value of. They must be equal exactly when the
 * spec's values are.
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

  /**
   * Returns a value of the protocol's own, such as a message, as plain Java: what the spec writes
   * for it. It appears in the value of a variable or as the argument of an action.
   *
   * @throws IllegalArgumentException if the protocol has no such values
   */
  Object plain(Object value);

  /** Returns what the spec allows and the code never does, if anything. */
  default List<Latitude> latitude() {
    return List.of();
  }
}

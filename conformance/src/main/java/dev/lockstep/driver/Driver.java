package dev.lockstep.driver;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What drives an implementation one step of the spec at a time. Users write one for their code.
 *
 * <p>Values are plain Java: strings, integers, booleans, lists, sets, maps; see {@link Setup} for
 * what is handed in, {@link dev.lockstep.value.Codec} for what may be handed out, which records and
 * enums are as well. Where JSON would do, it does: a list is taken for a set, a string for a model
 * value.
 *
 * <p>All methods are called by one thread at a time, and each must return within the time limit.
 * What they throw is a divergence: the code fails.
 */
public interface Driver extends AutoCloseable {

  /** Puts the implementation into an initial state, whatever it did before. */
  void init(Setup setup) throws Exception;

  /**
   * Lets the implementation take one step.
   *
   * @param action the name of the action in the spec
   * @return whether the implementation took it. Where it can take no such step, it must not change,
   *     and the answer is {@code false}. A step that changes nothing may be answered either way
   */
  boolean step(String action, Arguments arguments) throws Exception;

  /**
   * Returns what can be seen of the implementation: values of the spec's variables, or of places in
   * them such as {@code rmState/rm1} or {@code length(log/n1)}. What is not there is not compared.
   */
  Map<String, ?> observe() throws Exception;

  /**
   * Returns every step that the implementation would accept now, or nothing if it cannot say. Then
   * steps are tried instead.
   */
  default Optional<Collection<Step>> enabled() throws Exception {
    return Optional.empty();
  }

  /**
   * Returns the actions that this driver cannot cause, such as a crash, each with the reason. No
   * path takes them, and reports name them.
   */
  default Map<String, String> unsupported() {
    return Map.of();
  }

  /** Releases what the implementation holds. */
  @Override
  default void close() {}
}

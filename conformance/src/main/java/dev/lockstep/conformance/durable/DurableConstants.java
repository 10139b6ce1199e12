package dev.lockstep.conformance.durable;

import dev.lockstep.conformance.Constants;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import java.util.List;

/** Constants of the specs of durable executions as the values that their cores are made with. */
public final class DurableConstants {

  private DurableConstants() {}

  /** Returns a constant that is a set of promises, by name. */
  public static List<PromiseId> ids(Constants constants, String name) {
    return constants.nodes(name).stream().map(id -> new PromiseId(id.name())).toList();
  }

  /** Returns what promises may be settled with, or what may come of a step. */
  public static List<Value> values(Constants constants) {
    return values(constants, "Value");
  }

  /** Returns a constant that is a set of values, by name. */
  public static List<Value> values(Constants constants, String name) {
    return constants.nodes(name).stream().map(value -> new Value(value.name())).toList();
  }

  /**
   * Returns the deadlines that promises may have.
   *
   * @throws IllegalArgumentException if the constant is no set of numbers
   */
  public static List<Long> deadlines(Constants constants) {
    return deadlines(constants, "Deadline");
  }

  /**
   * Returns a constant that is a set of times, by name.
   *
   * @throws IllegalArgumentException if it is no set of numbers
   */
  public static List<Long> deadlines(Constants constants, String name) {
    return constants.numbers(name).stream().map(Integer::longValue).toList();
  }
}

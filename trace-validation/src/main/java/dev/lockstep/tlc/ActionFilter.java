package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.List;

/**
 * Which instances of actions are wanted. TLC evaluates nothing of the others, so that a filter that
 * knows the name and the arguments makes a step cheap.
 */
public interface ActionFilter {

  /** The filter that wants every instance. */
  ActionFilter ALL =
      new ActionFilter() {
        @Override
        public boolean wantsName(String name) {
          return true;
        }

        @Override
        public boolean wants(String name, List<TlaValue> arguments) {
          return true;
        }
      };

  /** Says whether any instance of the operator {@code name} may be wanted. */
  boolean wantsName(String name);

  /**
   * Says whether the operator {@code name} with {@code arguments} is wanted. An instance is taken
   * if any call on its way from the next-state relation is wanted.
   */
  boolean wants(String name, List<TlaValue> arguments);
}

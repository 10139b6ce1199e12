package dev.lockstep.driver;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.paths.BoundedModel;
import java.util.Collection;
import java.util.Set;

/** Checks names of actions that users write. */
final class Names {

  private Names() {}

  /**
   * Checks that the spec has all of {@code actions}.
   *
   * @param where where they stand, for the message
   */
  static void check(String where, Collection<String> actions, BoundedModel model)
      throws DriverException {
    Set<String> known = model.spec().actionLabels();
    for (String action : actions) {
      if (!known.contains(action)) {
        throw new DriverException(
            where
                + ": the spec has no action "
                + action
                + Nearest.to(action, known).map(near -> " (did you mean " + near + "?)").orElse(""),
            "Its actions are: " + String.join(", ", known) + ".");
      }
    }
  }
}

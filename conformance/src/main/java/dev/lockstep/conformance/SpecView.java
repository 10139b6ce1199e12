package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.TlaValue;
import java.util.Map;

/**
 * Worlds and actions of the code as the spec sees them. Safe for use by several threads as long as
 * the spec is open.
 *
 * @param <M> the messages of the protocol
 */
public final class SpecView<M> {

  private final Encoding<M> encoding;

  /** Creates the view through a loaded spec. */
  public SpecView(Spec spec, Binding<M> binding) {
    this.encoding = new Encoding<>(spec, binding);
  }

  /** Returns the values of the spec's variables in {@code world}, in the order of the binding. */
  public Map<String, TlaValue> values(World<M> world) {
    return encoding.values(world);
  }

  /**
   * Returns the spec's state that {@code world} is.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SpecState state(World<M> world) {
    return encoding.state(world);
  }

  /** Returns the action as the spec writes it. */
  public ActionCall call(Action action) {
    return encoding.call(action);
  }
}

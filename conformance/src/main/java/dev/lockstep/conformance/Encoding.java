package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.Codec;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Worlds and actions of the code as states and actions of the spec. The same values turn up in
 * world after world, so what a value of a variable is for TLC is computed once, as long as it is
 * seen now and then; so is each action. Safe for use by several threads.
 */
final class Encoding<M> {

  private static final int MAX_KEPT = 1 << 16;

  private final Spec spec;
  private final Codec codec;
  private final List<Variable<M>> variables = new ArrayList<>();
  private final Map<Action, Label> actions = new ConcurrentHashMap<>();

  /**
   * A variable of the spec.
   *
   * @param slot where it stands among the variables of the spec
   * @param fingerprints TLC's fingerprints of values that were seen lately
   */
  private record Variable<M>(
      String name,
      int slot,
      Function<World<M>, Object> value,
      ConcurrentHashMap<Object, Long> fingerprints) {}

  Encoding(Spec spec, Binding<M> binding) {
    this.spec = spec;
    this.codec = Codec.withModelValues(spec.modelValues());
    binding
        .variables()
        .forEach(
            (name, value) ->
                variables.add(
                    new Variable<>(
                        name, spec.variables().indexOf(name), value, new ConcurrentHashMap<>())));
  }

  /** Returns the values of the spec's variables in {@code world}, in the order of the binding. */
  Map<String, TlaValue> values(World<M> world) {
    Map<String, TlaValue> values = new LinkedHashMap<>();
    for (Variable<M> variable : variables) {
      values.put(variable.name(), encode(variable.value().apply(world)));
    }
    return Collections.unmodifiableMap(values);
  }

  /**
   * Returns the spec's state that {@code world} is.
   *
   * @throws IllegalArgumentException if there is none
   */
  SpecState state(World<M> world) {
    return spec.state(values(world));
  }

  /**
   * Returns a 64-bit key of the state of the spec that {@code world} is, made of TLC's fingerprints
   * of its values: the same as {@link #key(SpecState, SpecState)} of that state.
   *
   * @throws IllegalArgumentException if there is no such state
   */
  long key(World<M> world) {
    long key = 0;
    for (Variable<M> variable : variables) {
      Object value = variable.value().apply(world);
      Long known = variable.fingerprints().get(value);
      if (known == null) {
        known = spec.fingerprint(encode(value));
        if (variable.fingerprints().size() >= MAX_KEPT) {
          variable.fingerprints().clear();
        }
        variable.fingerprints().put(value, known);
      }
      key += Mix.of(variable.slot(), known);
    }
    return key;
  }

  /**
   * Returns the key of a state of the spec.
   *
   * @param near a state that shares values with it
   */
  static long key(SpecState state, SpecState near) {
    long[] fingerprints = state.fingerprints(near);
    long key = 0;
    for (int slot = 0; slot < fingerprints.length; slot++) {
      key += Mix.of(slot, fingerprints[slot]);
    }
    return key;
  }

  /**
   * An action as the spec writes it.
   *
   * @param hash a hash of its text, the same in every JVM
   */
  record Label(ActionCall call, long hash) {}

  /** Returns the action as the spec writes it. */
  Label label(Action action) {
    Label known = actions.get(action);
    if (known == null) {
      ActionCall call =
          new ActionCall(action.name(), action.arguments().stream().map(codec::encode).toList());
      known = new Label(call, Mix.of(call.toString()));
      if (actions.size() >= MAX_KEPT) {
        actions.clear();
      }
      actions.put(action, known);
    }
    return known;
  }

  /** Returns the action as the spec writes it. */
  ActionCall call(Action action) {
    return label(action).call();
  }

  private TlaValue encode(Object value) {
    return value instanceof MessageSet<?> messages
        ? TlaValue.set(messages.messages().stream().map(codec::encode).toList())
        : codec.encode(value);
  }
}

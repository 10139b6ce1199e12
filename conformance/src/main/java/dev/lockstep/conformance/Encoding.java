package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.Codec;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Worlds and actions of the code as states and actions of the spec. The same values turn up in
 * world after world, so each value of a variable and each action is translated once. Safe for use
 * by several threads.
 */
final class Encoding<M> {

  private final Spec spec;
  private final Codec codec;
  private final Map<String, Variable<M>> variables = new LinkedHashMap<>();
  private final Map<Action, ActionCall> actions = new ConcurrentHashMap<>();

  private record Variable<M>(
      Function<World<M>, Object> value, ConcurrentHashMap<Object, TlaValue> known) {}

  Encoding(Spec spec, Binding<M> binding) {
    this.spec = spec;
    this.codec = Codec.withModelValues(spec.modelValues());
    binding
        .variables()
        .forEach(
            (name, value) -> variables.put(name, new Variable<>(value, new ConcurrentHashMap<>())));
  }

  /** Returns the values of the spec's variables in {@code world}, in the order of the binding. */
  Map<String, TlaValue> values(World<M> world) {
    Map<String, TlaValue> values = new LinkedHashMap<>();
    variables.forEach(
        (name, variable) ->
            values.put(
                name,
                variable.known().computeIfAbsent(variable.value().apply(world), this::encode)));
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

  /** Returns the action as the spec writes it. */
  ActionCall call(Action action) {
    ActionCall known = actions.get(action);
    if (known == null) {
      known =
          new ActionCall(action.name(), action.arguments().stream().map(codec::encode).toList());
      actions.put(action, known);
    }
    return known;
  }

  private TlaValue encode(Object value) {
    return value instanceof MessageSet<?> messages
        ? TlaValue.set(messages.messages().stream().map(codec::encode).toList())
        : codec.encode(value);
  }
}

package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Worlds and actions of the code as states and actions of the spec. The same values turn up in
 * world after world, so each value of a variable and each action is translated once. Safe for use
 * by several threads.
 */
final class Encoding<M> {

  private final Spec spec;
  private final Binding<M> binding;
  private final Set<String> modelValues;
  private final Map<String, Variable<M>> variables = new TreeMap<>();
  private final Map<Action, ActionCall> actions = new ConcurrentHashMap<>();

  private record Variable<M>(
      Function<World<M>, Object> value, ConcurrentHashMap<Object, TlaValue> known) {}

  Encoding(Spec spec, Binding<M> binding) {
    this.spec = spec;
    this.binding = binding;
    this.modelValues = spec.modelValues();
    binding
        .variables()
        .forEach(
            (name, value) -> variables.put(name, new Variable<>(value, new ConcurrentHashMap<>())));
  }

  /** Returns the values of the spec's variables in {@code world}. */
  SortedMap<String, TlaValue> values(World<M> world) {
    SortedMap<String, TlaValue> values = new TreeMap<>();
    variables.forEach(
        (name, variable) ->
            values.put(
                name,
                variable.known().computeIfAbsent(variable.value().apply(world), this::encode)));
    return Collections.unmodifiableSortedMap(values);
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
      known = new ActionCall(action.name(), action.arguments().stream().map(this::encode).toList());
      actions.put(action, known);
    }
    return known;
  }

  private TlaValue encode(Object value) {
    return switch (value) {
      case TlaValue already -> already;
      case NodeId node when modelValues.contains(node.name()) ->
          new TlaValue.ModelValue(node.name());
      case NodeId node -> TlaValue.of(node.name());
      case String string -> TlaValue.of(string);
      case Integer number -> TlaValue.of(number);
      case Boolean truth -> TlaValue.of(truth);
      case Enum<?> constant -> TlaValue.of(constant.name().toLowerCase(Locale.ROOT));
      case MessageSet<?> messages ->
          TlaValue.set(messages.messages().stream().map(this::encode).toList());
      case Set<?> set -> TlaValue.set(set.stream().map(this::encode).toList());
      case List<?> list -> TlaValue.sequence(list.stream().map(this::encode).toList());
      case Map<?, ?> map -> {
        Map<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
        map.forEach((key, mapped) -> mappings.put(encode(key), encode(mapped)));
        yield TlaValue.function(mappings);
      }
      default -> encode(binding.plain(value));
    };
  }
}

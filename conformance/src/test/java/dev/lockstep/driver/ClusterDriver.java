package dev.lockstep.driver;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.value.Codec;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Drives a protocol's cores, or mutants of them, as if they were somebody's own code. */
final class ClusterDriver<M> implements Driver {

  private final Binding<M> binding;
  private final Cluster<M> cluster;
  private final Codec codec;
  private World<M> world;

  ClusterDriver(Binding<M> binding, Cluster<M> cluster, Set<String> modelValues) {
    this.binding = binding;
    this.cluster = cluster;
    this.codec = Codec.withModelValues(modelValues);
    this.world = cluster.initial();
  }

  @Override
  public void init(Setup setup) {
    world = cluster.initial();
  }

  @Override
  public boolean step(String action, Arguments arguments) {
    for (Transition<M> transition : cluster.transitions(world)) {
      List<TlaValue> values = transition.action().arguments().stream().map(codec::encode).toList();
      if (transition.action().name().equals(action)
          && PlainValues.all(values).equals(arguments.values())) {
        world = transition.target();
        return true;
      }
    }
    return false;
  }

  @Override
  public Map<String, ?> observe() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Function<World<M>, Object>> variable : binding.variables().entrySet()) {
      Object value = variable.getValue().apply(world);
      values.put(
          variable.getKey(),
          value instanceof MessageSet<?> messages ? new ArrayList<>(messages.messages()) : value);
    }
    return values;
  }
}

package dev.lockstep.scenario;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Network;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.SpecView;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a scenario is played: the world of the code, and the spec to hold it against. Not safe for
 * use by several threads.
 *
 * @param <M> the messages
 */
final class Stage<M> implements AutoCloseable {

  private final Spec spec;
  private final SpecView<M> view;
  private final Cluster<M> cluster;
  private final Set<String> networks;
  private World<M> world;

  Stage(Spec spec, Binding<M> binding, Cluster<M> cluster) {
    this.spec = spec;
    this.view = new SpecView<>(spec, binding);
    this.cluster = cluster;
    this.world = cluster.initial();
    this.networks = new LinkedHashSet<>();
    binding
        .variables()
        .forEach(
            (name, value) -> {
              if (value.apply(world) instanceof Network) {
                networks.add(name);
              }
            });
  }

  List<String> result(Scenario.Block block) throws ScenarioException, SpecException {
    String[] words = block.command().split("\\s+", 2);
    return switch (words[0]) {
      case "state" -> state();
      case "messages" -> messages();
      case "possible" -> possible();
      case "check" -> List.of(check(block, words.length == 2 ? words[1] : ""));
      case "deliver" -> deliver(block, words.length == 2 ? words[1] : "");
      default -> step(block);
    };
  }

  private List<String> state() {
    List<String> lines = new ArrayList<>();
    view.values(world)
        .forEach(
            (name, value) -> {
              if (!networks.contains(name)) {
                lines.add(name + " = " + value);
              }
            });
    return lines;
  }

  private List<String> messages() {
    List<M> messages = world.network().messages();
    return messages.isEmpty() ? List.of("none") : messages.stream().map(Words::of).toList();
  }

  private List<String> possible() {
    Set<String> actions = new LinkedHashSet<>();
    cluster.transitions(world).forEach(step -> actions.add(Words.of(step.action())));
    return actions.isEmpty() ? List.of("nothing") : List.copyOf(actions);
  }

  private String check(Scenario.Block block, String name) throws ScenarioException, SpecException {
    try {
      return spec.holds(name, view.state(world)) ? "holds" : "falls";
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(
          block.line(),
          "'" + name + "' is not a state predicate that " + spec.module() + " defines");
    }
  }

  private List<String> deliver(Scenario.Block block, String message) throws ScenarioException {
    for (Network.Delivery<M> delivery : world.network().deliveries()) {
      if (!Words.same(Words.of(delivery.message()), message)) {
        continue;
      }
      if (world.status(delivery.to()) instanceof NodeStatus.Down) {
        return List.of(delivery.to() + " is down");
      }
      if (cluster
          .apply(world, new Event.Deliver<>(delivery.to(), delivery.message()))
          .isPresent()) {
        throw new ScenarioException(
            block.line(),
            delivery.to() + " has a step for this message; write the name of its action instead");
      }
      return List.of("ignored by " + delivery.to());
    }
    return List.of("not in flight");
  }

  /** A step, by the name that the code gives it. */
  private List<String> step(Scenario.Block block) throws ScenarioException, SpecException {
    List<Transition<M>> steps = new ArrayList<>();
    for (Transition<M> step : cluster.transitions(world)) {
      if (Words.same(Words.of(step.action()), block.command())
          && steps.stream().noneMatch(other -> other.target().equals(step.target()))) {
        steps.add(step);
      }
    }
    if (steps.isEmpty()) {
      return impossible(block);
    }
    if (steps.size() > 1) {
      throw new ScenarioException(
          block.line(), "the code calls " + steps.size() + " different steps so");
    }
    return take(steps.getFirst());
  }

  private List<String> take(Transition<M> step) throws SpecException {
    World<M> before = world;
    world = step.target();
    List<String> lines = new ArrayList<>(Words.changes(inside(before), inside(world)));
    List<M> gone = before.network().notIn(world.network());
    if (!gone.isEmpty()) {
      lines.add((step.event() instanceof Event.Deliver ? "takes " : "loses ") + Words.list(gone));
    }
    if (!step.sent().isEmpty()) {
      lines.add("sends " + Words.list(step.sent()));
    }
    if (lines.isEmpty()) {
      lines.add("changes nothing");
    }
    lines.addAll(objections(before, step));
    return lines;
  }

  /** What the spec has against a step; nothing if it allows it. */
  private List<String> objections(World<M> before, Transition<M> step) throws SpecException {
    SpecState from = view.state(before);
    SpecState to = view.state(step.target());
    ActionCall call = view.call(step.action());
    List<SpecStep> allowed = spec.successors(from, only(call));
    if (allowed.stream().anyMatch(candidate -> candidate.target().equals(to))) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (allowed.isEmpty()) {
      lines.add("FORBIDDEN by the spec: " + reason(from, call.toString(), call.name()));
    } else {
      lines.add("FORBIDDEN by the spec; here the code, there the spec:");
      Words.changes(view.values(step.target()), allowed.getFirst().target().values())
          .forEach(change -> lines.add("  " + change));
    }
    return lines;
  }

  private List<String> impossible(Scenario.Block block) throws ScenarioException, SpecException {
    String name = block.command().replaceFirst("\\(.*", "").strip();
    if (!spec.actionLabels().contains(name)) {
      throw new ScenarioException(
          block.line(),
          spec.module()
              + " has no action '"
              + name
              + "'"
              + Nearest.to(name, spec.actionLabels())
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(""));
    }
    checkInstance(block, name);
    return List.of("impossible: " + reason(view.state(world), block.command(), name));
  }

  /** Refuses what is no step of the model in any state: a wrong number of values, or no value. */
  private void checkInstance(Scenario.Block block, String name) throws ScenarioException {
    List<String> arguments = Words.arguments(block.command());
    List<String> parameters = spec.actions().getOrDefault(name, List.of());
    String problem = "the model has no step " + block.command();
    if (arguments.size() != parameters.size()) {
      throw new ScenarioException(
          block.line(),
          problem
              + ": it is "
              + name
              + (parameters.isEmpty() ? "" : "(" + String.join(", ", parameters) + ")"));
    }
    String constants = spec.constants().toString();
    for (String argument : arguments) {
      boolean isName = argument.matches("[A-Za-z_]\\w*") && !argument.matches("TRUE|FALSE");
      if (isName && !Pattern.compile("\\b" + argument + "\\b").matcher(constants).find()) {
        throw new ScenarioException(
            block.line(), problem + ": " + argument + " is not in its constants, " + constants);
      }
    }
  }

  /** The first guard of an action that is false. */
  private String reason(SpecState state, String call, String name) throws SpecException {
    for (ActionExplanation explanation : spec.explain(state, named(name))) {
      if (Words.same(explanation.call().toString(), call)) {
        for (Conjunct conjunct : explanation.conjuncts()) {
          if (!conjunct.truth()) {
            return "not " + conjunct.text();
          }
        }
      }
    }
    return "nothing leads to it";
  }

  /** The values of all variables but the network. */
  private Map<String, TlaValue> inside(World<M> of) {
    Map<String, TlaValue> values = new LinkedHashMap<>(view.values(of));
    values.keySet().removeAll(networks);
    return values;
  }

  private static ActionFilter named(String action) {
    return new ActionFilter() {
      @Override
      public boolean wantsName(String name) {
        return name.equals(action);
      }

      @Override
      public boolean wants(String name, List<TlaValue> arguments) {
        return name.equals(action);
      }
    };
  }

  private static ActionFilter only(ActionCall call) {
    return new ActionFilter() {
      @Override
      public boolean wantsName(String name) {
        return name.equals(call.name());
      }

      @Override
      public boolean wants(String name, List<TlaValue> arguments) {
        return name.equals(call.name()) && arguments.equals(call.arguments());
      }
    };
  }

  @Override
  public void close() {
    spec.close();
  }
}

package dev.lockstep.search;

import dev.lockstep.observation.EventFilter;
import dev.lockstep.observation.Observations;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the nodes after an event: of one step, of several, of none. */
final class Expander {

  /** Takes a node after the event. */
  @FunctionalInterface
  interface Sink {
    void accept(Node node) throws OutOfBudgetException;
  }

  private final Spec spec;
  private final Observations observations;
  private final SearchOptions options;
  private final Meter meter;
  private final ActionFilter hiddenActions;

  Expander(Spec spec, Observations observations, SearchOptions options, Meter meter) {
    this.spec = spec;
    this.observations = observations;
    this.options = options;
    this.meter = meter;
    this.hiddenActions = new HiddenFilter(options.hidden());
  }

  private record HiddenFilter(Hidden hidden) implements ActionFilter {
    @Override
    public boolean wantsName(String name) {
      return hidden.actions().contains(name);
    }

    @Override
    public boolean wants(String name, List<TlaValue> arguments) {
      return wantsName(name);
    }
  }

  /** Returns the nodes of the initial states. */
  List<Node> initial(Collection<SpecState> states) throws SpecException {
    List<Node> nodes = new ArrayList<>();
    for (SpecState state : states) {
      String invariant = brokenInvariant(state);
      nodes.add(
          Node.initial(
              state, invariant == null ? null : new Broken(invariant, state, Optional.empty(), 0)));
    }
    return nodes;
  }

  /** Gives {@code sink} what {@code event}, number {@code number}, leads to from {@code nodes}. */
  void expand(Collection<Node> nodes, TraceEvent event, long number, Sink sink)
      throws SpecException, OutOfBudgetException {
    if (nodes.isEmpty()) {
      return;
    }
    Observations.Comparison comparison =
        observations.compare(event, nodes.iterator().next().searched());
    for (Node node : nodes) {
      expand(node, event, number, comparison, sink);
      meter.step(event, number);
    }
  }

  private void expand(
      Node node, TraceEvent event, long number, Observations.Comparison comparison, Sink sink)
      throws SpecException, OutOfBudgetException {
    Steps steps = event.steps();
    Observations.Before before = comparison.from(node.searched());
    if (steps.stuttering() != Steps.Stuttering.NEVER && before.agrees(node.searched())) {
      sink.accept(after(node, null, event, node.searched(), number));
    }
    if (steps.stuttering() == Steps.Stuttering.ALWAYS) {
      return;
    }
    if (steps.composed()) {
      compose(node, steps.calls(), event, number, before, sink);
      return;
    }
    for (SpecStep step : spec.successors(node.searched(), EventFilter.of(steps))) {
      meter.step(event, number);
      if (before.agrees(step.target())) {
        sink.accept(after(node, step.action(), event, step.target(), number));
      }
    }
  }

  /** Takes the calls one after the other; only what the last one leads to was observed. */
  private void compose(
      Node node,
      List<LoggedCall> calls,
      TraceEvent event,
      long number,
      Observations.Before before,
      Sink sink)
      throws SpecException, OutOfBudgetException {
    boolean last = calls.size() == 1;
    for (SpecStep step : spec.successors(node.searched(), new EventFilter(calls.getFirst()))) {
      meter.step(event, number);
      if (!last || before.agrees(step.target())) {
        Node next = after(node, step.action(), event, step.target(), number);
        if (last) {
          sink.accept(next);
        } else {
          compose(next, calls.subList(1, calls.size()), event, number, before, sink);
        }
      }
    }
  }

  /** Returns {@code nodes} and those that hidden steps before {@code event} lead to from them. */
  Collection<Node> withHidden(Collection<Node> nodes, TraceEvent event, long number)
      throws SpecException, OutOfBudgetException {
    if (options.hidden().isNone()) {
      return nodes;
    }
    List<Node> all = new ArrayList<>(nodes);
    addHidden(all, event, number, Integer.MAX_VALUE);
    return all;
  }

  /**
   * Adds the nodes that hidden steps before {@code event} lead to, those of fewer steps first, up
   * to {@code limit} nodes in all.
   */
  void addHidden(List<Node> nodes, TraceEvent event, long number, int limit)
      throws SpecException, OutOfBudgetException {
    if (options.hidden().isNone()) {
      return;
    }
    Set<SpecState> seen = new HashSet<>();
    nodes.forEach(node -> seen.add(node.searched()));
    List<Node> last = List.copyOf(nodes);
    for (int steps = 0;
        steps < options.hidden().max() && !last.isEmpty() && nodes.size() < limit;
        steps++) {
      last = hidden(last, event, number, seen);
      nodes.addAll(last.subList(0, Math.min(last.size(), limit - nodes.size())));
    }
  }

  /**
   * Returns the nodes that one hidden step more leads to before {@code event}.
   *
   * @param seen the states that fewer hidden steps lead to; gets those of the result
   */
  List<Node> hidden(Collection<Node> nodes, TraceEvent event, long number, Set<SpecState> seen)
      throws SpecException, OutOfBudgetException {
    List<Node> found = new ArrayList<>();
    for (Node node : nodes) {
      for (SpecStep step : spec.successors(node.searched(), hiddenActions)) {
        meter.step(event, number);
        if (seen.add(step.target())) {
          found.add(after(node, step.action(), null, step.target(), number));
        }
      }
      meter.keep(seen.size(), event, number);
    }
    return found;
  }

  private Node after(
      Node node,
      @Nullable ActionCall call,
      @Nullable TraceEvent event,
      SpecState target,
      long number)
      throws SpecException {
    Broken broken = node.brokenOrNull();
    if (broken == null) {
      String invariant = brokenInvariant(target);
      if (invariant != null) {
        broken = new Broken(invariant, node.named(target), Optional.ofNullable(event), number);
      }
    }
    return options.keepPaths() ? node.by(call, event, target, broken) : node.to(target, broken);
  }

  private @Nullable String brokenInvariant(SpecState state) throws SpecException {
    if (options.checkInvariants()) {
      for (String invariant : spec.invariants()) {
        if (!spec.holds(invariant, state)) {
          return invariant;
        }
      }
    }
    return null;
  }
}

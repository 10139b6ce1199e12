package dev.lockstep.conformance;

import dev.lockstep.conformance.Expansion.Mismatch;
import dev.lockstep.conformance.Expansion.Source;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A scenario taken step by step on both sides, up to the first step in which they differ. After the
 * last step of a scenario in which none does, all steps that either side could take there are
 * compared. Not safe for use by several threads.
 *
 * @param <M> the messages
 */
public final class Replay<M> {

  private final Spec spec;
  private final Cluster<M> cluster;
  private final Encoding<M> encoding;
  private final Expander<M> expander;
  private final DivergenceFinder<M> finder;
  private final List<TraceEvent> events;
  private final List<SpecState> initial;
  private World<M> world;
  private int taken = -1;
  private boolean over;
  private Verdict verdict = Verdict.HOLDS;

  /**
   * One step on both sides.
   *
   * @param number counted from 1; 0 is the start, and one more than there are events the comparison
   *     of everything that is possible in the end
   * @param action the step, as the scenario writes it
   * @param before the variables before it
   * @param code what they are afterwards in the code; empty if it does not take the step
   * @param spec the same for the spec
   * @param same whether both take it to the same state, or neither takes it
   * @param falseConjunct why the spec does not allow it, where there is one reason
   * @param message what else there is to say; may be empty
   */
  public record Stage(
      int number,
      String action,
      Map<String, TlaValue> before,
      Optional<Map<String, TlaValue>> code,
      Optional<Map<String, TlaValue>> spec,
      boolean same,
      Optional<Conjunct> falseConjunct,
      String message) {}

  Replay(Spec spec, Binding<M> binding, Cluster<M> cluster, Scenario scenario)
      throws SpecException {
    Worlds worlds = new Worlds();
    worlds.root();
    this.spec = spec;
    this.cluster = cluster;
    this.encoding = new Encoding<>(spec, binding);
    this.expander =
        new Expander<>(
            spec,
            cluster,
            encoding,
            new Identities<>(cluster.nodes(), List.of()),
            worlds,
            /* symmetric= */ false);
    this.finder = new DivergenceFinder<>(spec, cluster, encoding, worlds);
    this.events = scenario.events();
    this.initial = spec.initialStates();
    this.world = cluster.initial();
  }

  /** Returns what is known so far: violated once a step differed. */
  public Verdict verdict() {
    return verdict;
  }

  /** Takes the next step on both sides; empty if there is none, or if they differed. */
  public Optional<Stage> next() throws SpecException {
    if (over) {
      return Optional.empty();
    }
    taken++;
    Stage stage =
        taken == 0 ? start() : taken <= events.size() ? step(events.get(taken - 1)) : everything();
    if (!stage.same()) {
      verdict = Verdict.VIOLATED;
    }
    over |= !stage.same() || taken > events.size();
    return Optional.of(stage);
  }

  private Stage start() {
    Map<String, TlaValue> values = encoding.values(world);
    Optional<Map<String, TlaValue>> wanted = initial.stream().findFirst().map(finder::values);
    boolean same = initial.equals(List.of(encoding.state(world)));
    return new Stage(0, "", values, Optional.of(values), wanted, same, Optional.empty(), "");
  }

  private Stage step(TraceEvent event) throws SpecException {
    Map<String, TlaValue> before = encoding.values(world);
    String action = event.steps().toString();
    List<Transition<M>> transitions;
    try {
      transitions = cluster.transitions(world);
    } catch (RuntimeException e) {
      return failed(action, before, "the code fails: " + e);
    }
    List<Transition<M>> codeSteps = new ArrayList<>();
    for (Transition<M> transition : transitions) {
      ActionCall call = encoding.call(transition.action());
      if (isCall(event, call)) {
        action = call.toString();
        codeSteps.add(transition);
      }
    }
    List<Map<String, TlaValue>> code = new ArrayList<>();
    try {
      codeSteps.forEach(step -> code.add(encoding.values(step.target())));
    } catch (IllegalArgumentException e) {
      return failed(
          action, before, "the spec cannot express the state of the code: " + e.getMessage());
    }
    List<Map<String, TlaValue>> allowed = new ArrayList<>();
    for (SpecStep step : spec.successors(encoding.state(world))) {
      if (isCall(event, step.action())) {
        action = step.action().toString();
        allowed.add(finder.values(step.target()));
      }
    }
    return step(event, action, before, codeSteps, code, allowed);
  }

  private Stage step(
      TraceEvent event,
      String action,
      Map<String, TlaValue> before,
      List<Transition<M>> codeSteps,
      List<Map<String, TlaValue>> code,
      List<Map<String, TlaValue>> allowed)
      throws SpecException {
    int chosen = chosen(code, event.state());
    Optional<Map<String, TlaValue>> inCode =
        chosen < 0 ? Optional.empty() : Optional.of(code.get(chosen));
    int wanted = inCode.map(allowed::indexOf).orElse(-1);
    boolean neither = code.isEmpty() && allowed.isEmpty();
    boolean same = wanted >= 0 || neither;
    int nearest = wanted >= 0 ? wanted : chosen(allowed, event.state());
    Optional<Conjunct> reason =
        allowed.isEmpty() && chosen >= 0
            ? finder.falseConjunct(world, encoding.call(codeSteps.get(chosen).action()))
            : Optional.empty();
    if (wanted >= 0) {
      world = codeSteps.get(chosen).target();
    }
    over = neither;
    return new Stage(
        taken,
        action,
        before,
        inCode,
        nearest < 0 ? Optional.empty() : Optional.of(allowed.get(nearest)),
        same,
        reason,
        neither ? "neither the code nor the spec takes this step" : "");
  }

  private Stage failed(String action, Map<String, TlaValue> before, String message) {
    return new Stage(
        taken,
        action,
        before,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        message);
  }

  /** All that either side can do in the end. */
  private Stage everything() throws SpecException {
    Map<String, TlaValue> before = encoding.values(world);
    Source<M> last = new Source<>(0, world, taken, null, true, Source.FIRST);
    List<Mismatch<M>> mismatches =
        expander.expand(List.of(last), /* withSpec= */ true).getFirst().mismatches();
    if (mismatches.isEmpty()) {
      return new Stage(
          taken,
          "",
          before,
          Optional.of(before),
          Optional.of(before),
          true,
          Optional.empty(),
          "and all steps that are possible now are the same");
    }
    return switch (mismatches.getFirst()) {
      case Mismatch.CodeOnly<M>(Expansion.CodeStep<M> step) ->
          new Stage(
              taken,
              step.call().toString(),
              before,
              Optional.of(encoding.values(step.transition().target())),
              Optional.empty(),
              false,
              finder.falseConjunct(world, step.call()),
              "");
      case Mismatch.SpecOnly<M>(SpecStep step) ->
          new Stage(
              taken,
              step.action().toString(),
              before,
              Optional.empty(),
              Optional.of(finder.values(step.target())),
              false,
              Optional.empty(),
              "");
      case Mismatch.NoSuchState<M>(var action, String message) ->
          failed(
              action.toString(),
              before,
              "the spec cannot express the state of the code: " + message);
      case Mismatch.CodeFailed<M>(RuntimeException failure) ->
          failed("", before, "the code fails: " + failure);
      case Mismatch.NotAFunction<M> ignored ->
          failed("", before, "the code takes different steps when asked twice");
    };
  }

  private static boolean isCall(TraceEvent event, ActionCall call) {
    List<LoggedValue> arguments = event.arguments().orElse(List.of());
    if (!event.action().equals(Optional.of(call.name()))
        || arguments.size() != call.arguments().size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!arguments.get(i).matches(call.arguments().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns which of several states the scenario means, the first one if it means none. */
  private static int chosen(
      List<Map<String, TlaValue>> states, SortedMap<Place, LoggedValue> logged) {
    for (int i = 0; i < states.size(); i++) {
      if (agrees(states.get(i), logged)) {
        return i;
      }
    }
    return states.isEmpty() ? -1 : 0;
  }

  private static boolean agrees(Map<String, TlaValue> state, SortedMap<Place, LoggedValue> logged) {
    for (Map.Entry<Place, LoggedValue> seen : logged.entrySet()) {
      TlaValue value = state.get(seen.getKey().variable());
      if (seen.getKey().path().isEmpty() && (value == null || !seen.getValue().matches(value))) {
        return false;
      }
    }
    return true;
  }
}

package dev.lockstep.driver;

import dev.lockstep.diagram.Changes;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Explorer;
import dev.lockstep.paths.StateGraph;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the steps of a {@link Scenario} once more, one at a time. */
public final class Rerun {

  /**
   * A step that was taken.
   *
   * @param number its number, counted from 1
   * @param of how many there are
   * @param action the step
   * @param allowed whether the spec allows it there
   * @param outcome what the code did, for people
   * @param changes what changed in the spec, a line each
   */
  public record Shown(
      int number,
      int of,
      ActionCall action,
      boolean allowed,
      String outcome,
      List<String> changes) {
    /** Copies the changes. */
    public Shown {
      changes = List.copyOf(changes);
    }
  }

  /** What is told of each step, and may wait before the next. */
  public interface Audience {
    /** A step was taken, and code and spec agree. */
    void show(Shown step);
  }

  private Rerun() {}

  /**
   * Replays a scenario.
   *
   * @return where code and spec part, if they do
   */
  public static Optional<Finding> run(
      BoundedModel model,
      Implementation code,
      Scenario scenario,
      TrialOptions options,
      Audience audience)
      throws DriverException, SpecException {
    Trial.open(model, code);
    StateGraph graph = Explorer.explore(model.spec(), options.exploration(), progress -> {});
    Set<ActionCall> universe = new LinkedHashSet<>(graph.calls());
    universe.removeIf(call -> code.unsupported().containsKey(call.name()));
    Ground ground = new Ground(model, graph, universe, options.freedom());
    Walk walk = new Walk(ground, code);
    try {
      walk.start(start(scenario, ground));
      for (int i = 0; i < scenario.events().size() && !walk.isLeftOpen(); i++) {
        ActionCall call = call(scenario, i, ground);
        boolean allowed = ground.allowed(walk.belief()).contains(call);
        Map<String, TlaValue> before = ground.values(walk.belief().first());
        Walk.Outcome outcome = walk.take(call);
        audience.show(
            new Shown(
                i + 1,
                scenario.events().size(),
                call,
                allowed,
                outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Changes.between(before, ground.values(walk.belief().first()))));
      }
      walk.askEnabled();
      code.finish();
      return Optional.empty();
    } catch (FindingException e) {
      code.finish();
      return Optional.of(e.finding());
    }
  }

  private static ActionCall call(Scenario scenario, int index, Ground ground)
      throws DriverException {
    TraceEvent event = scenario.events().get(index);
    LoggedCall wanted = Scenario.call(event);
    return ground.universe().stream()
        .filter(call -> Ground.matches(wanted, call))
        .findFirst()
        .orElseThrow(
            () ->
                new DriverException(
                    scenario.name()
                        + ":"
                        + event.line()
                        + ": the model has no step "
                        + wanted
                        + " that the code supports",
                    "A scenario belongs to a model: give the one that it was written for."));
  }

  private static int start(Scenario scenario, Ground ground) throws DriverException, SpecException {
    ground.checkPlaces(scenario.header().state().keySet());
    for (int state = 0; state < ground.graph().initialStates(); state++) {
      if (ground.fits(scenario.header().state(), state)) {
        return state;
      }
    }
    throw new DriverException(
        scenario.name() + ": the state in its header is no initial state of the model",
        "A scenario belongs to a model: give the one that it was written for.");
  }
}

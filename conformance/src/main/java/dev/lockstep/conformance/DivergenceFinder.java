package dev.lockstep.conformance;

import dev.lockstep.conformance.Expansion.CodeStep;
import dev.lockstep.conformance.Expansion.Mismatch;
import dev.lockstep.core.Action;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.value.TlaValue;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says where and how code and spec part. No world was kept on the way; the run to the one in which
 * they part is derived again from the numbers of its steps.
 */
final class DivergenceFinder<M> {

  private final Spec spec;
  private final Cluster<M> cluster;
  private final Encoding<M> encoding;
  private final Worlds worlds;

  DivergenceFinder(Spec spec, Cluster<M> cluster, Encoding<M> encoding, Worlds worlds) {
    this.spec = spec;
    this.cluster = cluster;
    this.encoding = encoding;
    this.worlds = worlds;
  }

  /** The world in which the code starts is no state of the spec. */
  Divergence noSuchStart(String message) {
    return new DivergenceBuilder(Divergence.Kind.NO_SUCH_STATE, List.of()).message(message).build();
  }

  /** The code starts elsewhere than the spec. */
  Divergence otherStart(World<M> world, List<SpecState> wanted) {
    Map<String, TlaValue> observed = encoding.values(world);
    List<TraceStep> run = List.of(new TraceStep(Optional.empty(), observed));
    return new DivergenceBuilder(Divergence.Kind.INITIAL_STATE, run)
        .observed(observed)
        .expected(nearest(observed, wanted.stream().map(this::values).toList()))
        .message("the spec has " + wanted.size() + " initial states, the code starts in one")
        .build();
  }

  /** The steps from a world do not match. */
  Divergence explain(Expansion<M> expansion, Mismatch<M> mismatch) throws SpecException {
    List<TraceStep> run = run(expansion.source().number());
    return switch (mismatch) {
      case Mismatch.CodeOnly<M>(CodeStep<M> step) -> codeOnly(expansion, step, run);
      case Mismatch.SpecOnly<M>(SpecStep step) ->
          new DivergenceBuilder(Divergence.Kind.NOT_TAKEN, run)
              .action(step.action())
              .expected(Optional.of(values(step.target())))
              .build();
      case Mismatch.NoSuchState<M>(Action action, String message) ->
          new DivergenceBuilder(Divergence.Kind.NO_SUCH_STATE, run)
              .action(encoding.call(action))
              .message(message)
              .build();
      case Mismatch.CodeFailed<M>(RuntimeException failure) ->
          new DivergenceBuilder(Divergence.Kind.CODE_FAILED, run)
              .message(failure.toString())
              .build();
      case Mismatch.NotAFunction<M>() ->
          new DivergenceBuilder(Divergence.Kind.NOT_A_FUNCTION, run).build();
    };
  }

  private Divergence codeOnly(Expansion<M> expansion, CodeStep<M> step, List<TraceStep> run)
      throws SpecException {
    Map<String, TlaValue> observed = encoding.values(step.transition().target());
    List<Map<String, TlaValue>> wanted =
        expansion.spec().stream()
            .filter(other -> other.action().equals(step.call()))
            .map(other -> values(other.target()))
            .toList();
    if (!wanted.isEmpty()) {
      return new DivergenceBuilder(Divergence.Kind.OTHER_STATE, run)
          .action(step.call())
          .observed(observed)
          .expected(nearest(observed, wanted))
          .build();
    }
    return new DivergenceBuilder(Divergence.Kind.NOT_ALLOWED, run)
        .action(step.call())
        .observed(observed)
        .falseConjunct(falseConjunct(expansion.source().world(), step.call()))
        .message(
            spec.actionLabels().contains(step.call().name())
                ? ""
                : "the spec has no action " + step.call().name())
        .build();
  }

  /** Returns the first guard of the spec that forbids a step in a world. */
  Optional<Conjunct> falseConjunct(World<M> world, ActionCall call) throws SpecException {
    for (ActionExplanation explanation : spec.explain(encoding.state(world), new OnlyCall(call))) {
      for (Conjunct conjunct : explanation.conjuncts()) {
        if (!conjunct.truth()) {
          return Optional.of(conjunct);
        }
      }
    }
    return Optional.empty();
  }

  /** Wants one instance of one action. */
  record OnlyCall(ActionCall call) implements ActionFilter {
    @Override
    public boolean wantsName(String name) {
      return name.equals(call.name());
    }

    @Override
    public boolean wants(String name, List<TlaValue> arguments) {
      return name.equals(call.name()) && arguments.equals(call.arguments());
    }
  }

  /** Returns the variables of a state, in the order of the spec. */
  Map<String, TlaValue> values(SpecState state) {
    Map<String, TlaValue> values = new LinkedHashMap<>();
    spec.variables().forEach(variable -> values.put(variable, state.get(variable)));
    return values;
  }

  private static Optional<Map<String, TlaValue>> nearest(
      Map<String, TlaValue> observed, List<Map<String, TlaValue>> wanted) {
    return wanted.stream()
        .min(Comparator.comparingInt(values -> Difference.between(values, observed).size()));
  }

  /** Takes the steps to a world again. Code that is no function may not find the way: then less. */
  private List<TraceStep> run(int number) {
    ArrayDeque<Integer> steps = new ArrayDeque<>();
    for (int at = number; worlds.parent(at) >= 0; at = worlds.parent(at)) {
      steps.addFirst(worlds.step(at));
    }
    World<M> world = cluster.initial();
    RunBuilder<M> run = new RunBuilder<>(encoding, world);
    for (int step : steps) {
      List<Transition<M>> transitions = cluster.transitions(world);
      if (step >= transitions.size()) {
        break;
      }
      world = transitions.get(step).target();
      run.step(transitions.get(step).action(), world);
    }
    return run.build();
  }
}

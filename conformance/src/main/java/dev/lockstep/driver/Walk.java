package dev.lockstep.driver;

import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.driver.Implementation.Answer;
import dev.lockstep.observation.Difference;
import dev.lockstep.paths.Replay;
import dev.lockstep.paths.StateGraph;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run of an implementation beside its spec, step by step. The spec may be in several states
 * that fit what was observed; it is in all of them at once, until an observation tells them apart.
 */
final class Walk {

  private final Ground ground;
  private final Implementation code;
  private final StateGraph graph;
  private final List<ActionCall> calls = new ArrayList<>();
  private final List<Integer> states = new ArrayList<>();
  private SortedSet<Integer> belief = new TreeSet<>();
  private boolean leftOpen;
  private boolean refused;

  Walk(Ground ground, Implementation code) {
    this.ground = ground;
    this.code = code;
    this.graph = ground.graph();
  }

  /** What came of a step. */
  enum Outcome {
    /** It was taken, and the spec allows it. */
    TAKEN,
    /** It was refused, or taken without effect, where the spec allows nothing else. */
    WITHOUT_EFFECT,
    /** It was refused as it should be. */
    REFUSED,
    /** It was refused or taken as somebody is free to: the walk cannot go on. */
    LEFT_OPEN
  }

  /** Returns the states in which the spec can be, by number. */
  SortedSet<Integer> belief() {
    return belief;
  }

  /** Returns the calls so far. */
  List<ActionCall> calls() {
    return List.copyOf(calls);
  }

  /** Returns the initial state in which it started. */
  int firstState() {
    return states.getFirst();
  }

  /** Says whether the code used a freedom, after which nothing is known. */
  boolean isLeftOpen() {
    return leftOpen;
  }

  /** Says whether the freedom that it used was to refuse. */
  boolean isRefused() {
    return refused;
  }

  /** Starts in an initial state. */
  void start(int state) throws FindingException, DriverException, SpecException {
    belief = new TreeSet<>(Set.of(state));
    states.add(state);
    Answer answer;
    try {
      answer = code.init(values(state));
    } catch (CodeFailure e) {
      throw failed(e, Optional.empty());
    }
    ground.noteObserved(answer.state().keySet());
    if (!fits(answer.state(), state)) {
      throw new FindingException(
          new Finding(
              Kind.INITIAL_STATE,
              run(),
              Optional.empty(),
              differences(answer.state(), Set.of(state)),
              Optional.of(values(state)),
              answer.state(),
              Optional.empty(),
              List.of(),
              "",
              List.of(),
              true));
    }
  }

  /** Lets the code take a step that the spec may allow or not. */
  Outcome take(ActionCall call) throws FindingException, DriverException, SpecException {
    SortedSet<Integer> targets = targets(call);
    boolean mayStay = !enabledEverywhere(call) || !disjoint(targets, belief);
    Answer answer;
    try {
      answer = code.step(call);
    } catch (CodeFailure e) {
      throw failed(e, Optional.of(call));
    }
    ground.noteObserved(answer.state().keySet());
    return answer.accepted()
        ? accepted(call, targets, answer)
        : refused(call, targets, mayStay, answer);
  }

  private Outcome accepted(ActionCall call, SortedSet<Integer> targets, Answer answer)
      throws FindingException, SpecException {
    SortedSet<Integer> fitting = fitting(targets, answer.state());
    if (!fitting.isEmpty()) {
      move(call, fitting);
      return Outcome.TAKEN;
    }
    SortedSet<Integer> same = fitting(belief, answer.state());
    if (targets.isEmpty() && !same.isEmpty()) {
      // A step that changes nothing is no step: the spec allows that everywhere.
      move(call, same);
      return Outcome.WITHOUT_EFFECT;
    }
    if (targets.isEmpty() && ground.freedom().mayAccept().containsKey(call.name())) {
      leftOpen = true;
      return Outcome.LEFT_OPEN;
    }
    List<SpecState> everywhere = ground.targets(call, belief);
    for (SpecState target : everywhere) {
      if (ground.differences(answer.state(), target).isEmpty()) {
        // The step leads out of the bounds of the model.
        leftOpen = true;
        return Outcome.LEFT_OPEN;
      }
    }
    if (everywhere.isEmpty()) {
      throw new FindingException(
          finding(Kind.FORBIDDEN, call, targets, answer.state(), falseConjunct(call)));
    }
    Finding other = finding(Kind.OTHER_STATE, call, targets, answer.state(), Optional.empty());
    throw new FindingException(
        targets.isEmpty() ? beyondBounds(other, answer.state(), everywhere.getFirst()) : other);
  }

  private Finding beyondBounds(
      Finding finding, SortedMap<Place, LoggedValue> observed, SpecState wanted) {
    Map<String, TlaValue> expected = new LinkedHashMap<>();
    for (String variable : ground.model().spec().variables()) {
      expected.put(variable, wanted.get(variable));
    }
    return finding.expecting(expected, ground.differences(observed, wanted));
  }

  private Outcome refused(
      ActionCall call, SortedSet<Integer> targets, boolean mayStay, Answer answer)
      throws FindingException, SpecException {
    SortedSet<Integer> same = fitting(belief, answer.state());
    if (same.isEmpty()) {
      throw new FindingException(
          finding(Kind.CHANGED_BY_REFUSAL, call, belief, answer.state(), Optional.empty()));
    }
    if (mayStay) {
      SortedSet<Integer> staying = new TreeSet<>();
      for (int state : same) {
        SortedSet<Integer> from = targets(call, state);
        if (from.isEmpty() || from.contains(state)) {
          staying.add(state);
        }
      }
      if (!staying.isEmpty()) {
        move(call, staying);
        return targets.isEmpty() ? Outcome.REFUSED : Outcome.WITHOUT_EFFECT;
      }
    }
    if (ground.freedom().mayRefuse().containsKey(call.name())) {
      ground.noteLeftOut(call.name());
      leftOpen = true;
      refused = true;
      return Outcome.LEFT_OPEN;
    }
    throw new FindingException(
        finding(Kind.REFUSED, call, targets, answer.state(), Optional.empty()));
  }

  /** Asks the code what it would accept, and compares that with the spec, both ways. */
  boolean askEnabled() throws FindingException, DriverException, SpecException {
    Optional<List<LoggedCall>> offers;
    try {
      offers = code.enabled();
    } catch (CodeFailure e) {
      throw failed(e, Optional.empty());
    }
    if (offers.isEmpty()) {
      return false;
    }
    Set<ActionCall> allowed = ground.allowed(belief);
    for (LoggedCall offer : offers.get()) {
      if (allowed.stream().noneMatch(call -> Ground.matches(offer, call))
          && !ground.freedom().mayAccept().containsKey(offer.action())) {
        throw new FindingException(offered(offer));
      }
    }
    for (ActionCall call : graphCalls()) {
      boolean offered = offers.get().stream().anyMatch(offer -> Ground.matches(offer, call));
      if (!offered
          && enabledEverywhere(call)
          && disjoint(targets(call), belief)
          && !ground.freedom().mayRefuse().containsKey(call.name())) {
        throw new FindingException(
            finding(Kind.NOT_OFFERED, call, targets(call), new TreeMap<>(), Optional.empty()));
      }
    }
    return true;
  }

  private Finding offered(LoggedCall offer) throws SpecException {
    Optional<ActionCall> call =
        ground.universe().stream().filter(known -> Ground.matches(offer, known)).findFirst();
    Finding finding =
        finding(
            Kind.OFFERED,
            call.orElse(new ActionCall(offer.action(), List.of())),
            new TreeSet<>(),
            new TreeMap<>(),
            call.isPresent() ? falseConjunct(call.get()) : Optional.empty());
    return call.isPresent() ? finding : finding.as(Kind.OFFERED, "it offers " + offer);
  }

  // ------------------------------------------------------------- the spec's side

  private void move(ActionCall call, SortedSet<Integer> to) {
    belief = to;
    calls.add(call);
    states.add(to.first());
  }

  private static boolean disjoint(Set<Integer> left, Set<Integer> right) {
    return left.stream().noneMatch(right::contains);
  }

  private SortedSet<Integer> targets(ActionCall call) {
    SortedSet<Integer> targets = new TreeSet<>();
    belief.forEach(state -> targets.addAll(targets(call, state)));
    return targets;
  }

  private SortedSet<Integer> targets(ActionCall call, int state) {
    SortedSet<Integer> targets = new TreeSet<>();
    for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      if (graph.call(edge).equals(call)) {
        targets.add(graph.target(edge));
      }
    }
    return targets;
  }

  private boolean enabledEverywhere(ActionCall call) {
    return belief.stream().noneMatch(state -> targets(call, state).isEmpty());
  }

  private Set<ActionCall> graphCalls() {
    Set<ActionCall> known = new LinkedHashSet<>();
    for (int state : belief) {
      for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
        known.add(graph.call(edge));
      }
    }
    return known;
  }

  private SortedSet<Integer> fitting(
      SortedSet<Integer> candidates, SortedMap<Place, LoggedValue> observed) throws SpecException {
    SortedSet<Integer> fitting = new TreeSet<>();
    for (int state : candidates) {
      if (fits(observed, state)) {
        fitting.add(state);
      }
    }
    return fitting;
  }

  private boolean fits(SortedMap<Place, LoggedValue> observed, int state) throws SpecException {
    return ground.fits(observed, state);
  }

  private Map<String, TlaValue> values(int state) throws SpecException {
    return ground.values(state);
  }

  // ------------------------------------------------------------- findings

  /** The run so far, as the spec sees it. */
  List<TraceStep> run() throws SpecException {
    List<TraceStep> run = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      run.add(
          new TraceStep(
              i == 0 ? Optional.empty() : Optional.of(calls.get(i - 1)), values(states.get(i))));
    }
    return run;
  }

  private FindingException failed(CodeFailure failure, Optional<ActionCall> call)
      throws SpecException {
    return new FindingException(
        new Finding(
            failure.late() ? Kind.TIMED_OUT : Kind.CODE_FAILED,
            run(),
            call,
            List.of(),
            Optional.empty(),
            new TreeMap<>(),
            Optional.empty(),
            List.of(),
            String.valueOf(failure.getMessage()),
            failure.details(),
            false));
  }

  private Finding finding(
      Kind kind,
      ActionCall call,
      Set<Integer> wanted,
      SortedMap<Place, LoggedValue> observed,
      Optional<Conjunct> guard)
      throws SpecException {
    Optional<Integer> nearest = nearest(observed, wanted);
    return new Finding(
        kind,
        run(),
        Optional.of(call),
        observed.isEmpty() ? List.of() : differences(observed, wanted),
        nearest.isPresent() ? Optional.of(values(nearest.get())) : Optional.empty(),
        observed,
        guard,
        List.copyOf(ground.allowed(belief)),
        "",
        List.of(),
        false);
  }

  private Optional<Integer> nearest(SortedMap<Place, LoggedValue> observed, Set<Integer> wanted)
      throws SpecException {
    Map<Integer, Integer> far = new LinkedHashMap<>();
    for (int state : wanted) {
      far.put(state, ground.differences(observed, state).size());
    }
    return far.entrySet().stream()
        .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey);
  }

  private List<Difference> differences(SortedMap<Place, LoggedValue> observed, Set<Integer> wanted)
      throws SpecException {
    Optional<Integer> nearest = nearest(observed, wanted);
    return nearest.isPresent() ? ground.differences(observed, nearest.get()) : List.of();
  }

  private Optional<Conjunct> falseConjunct(ActionCall call) throws SpecException {
    Spec spec = ground.model().unbounded();
    SpecState state = spec.state(values(belief.first()));
    for (ActionExplanation explanation : spec.explain(state, Replay.only(call))) {
      for (Conjunct conjunct : explanation.conjuncts()) {
        if (!conjunct.truth()) {
          return Optional.of(conjunct);
        }
      }
    }
    return Optional.empty();
  }
}

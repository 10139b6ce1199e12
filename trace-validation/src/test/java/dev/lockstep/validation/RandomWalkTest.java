package dev.lockstep.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What follows the spec is accepted, and of what does not, only what nobody could tell apart. */
class RandomWalkTest {

  private static final int LENGTH = 14;

  /** What goes wrong in a log. */
  enum Fault {
    DROP,
    DUPLICATE,
    SWAP,
    OTHER_ACTION,
    OTHER_ARGUMENT,
    OTHER_VALUE
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void a_walk_over_the_spec_is_accepted_at_every_level_of_detail(
      @ForAll long seed, @ForAll Walk.Detail detail, @ForAll boolean twoPhase) throws Exception {
    Spec spec = twoPhase ? TestSpec.twoPhase() : TestSpec.workshop();
    Walk walk = Walk.random(spec, seed, LENGTH);

    Validation validation = validate(spec, walk.events(detail));

    assertThat(validation.verdict()).as(validation.toString()).isEqualTo(Verdict.HOLDS);
    assertThat(validation.matched()).isEqualTo(walk.steps().size());
    if (detail == Walk.Detail.S || detail == Walk.Detail.ES) {
      assertThat(validation.states()).containsExactly(walk.states().getLast());
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void any_part_of_what_was_observed_is_accepted(@ForAll long seed, @ForAll boolean twoPhase)
      throws Exception {
    Spec spec = twoPhase ? TestSpec.twoPhase() : TestSpec.workshop();
    Random random = new Random(seed);
    List<TraceEvent> full = Walk.random(spec, seed, LENGTH).events(Walk.Detail.VEA);
    List<TraceEvent> events = new ArrayList<>();
    for (TraceEvent event : full) {
      SortedMap<String, List<Change>> delta = new TreeMap<>(event.delta());
      delta.keySet().removeIf(variable -> random.nextInt(3) == 0);
      TraceEvent part = event.withDelta(delta);
      int kept = random.nextInt(3);
      events.add(
          kept == 0
              ? part.with(Steps.ANY)
              : kept == 1 ? part.with(LoggedCall.of(event.action().orElseThrow())) : part);
    }

    assertThat(validate(spec, events).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void a_corrupted_log_is_accepted_only_if_a_search_over_all_steps_accepts_it(
      @ForAll long seed,
      @ForAll Fault fault,
      @ForAll @IntRange(min = 0, max = 3) int detail,
      @ForAll boolean twoPhase)
      throws Exception {
    Spec spec = twoPhase ? TestSpec.twoPhase() : TestSpec.workshop();
    Walk walk = Walk.random(spec, seed, LENGTH);
    Walk.Detail level =
        List.of(Walk.Detail.E, Walk.Detail.EA, Walk.Detail.ES, Walk.Detail.S).get(detail);
    List<TraceEvent> events =
        corrupt(walk.events(level), fault, new Random(seed), List.copyOf(spec.actions().keySet()));

    Validation validation = validate(spec, events);
    int matched = search(spec, events);

    assertThat(validation.matched()).isEqualTo(matched);
    assertThat(validation.verdict())
        .isEqualTo(matched == events.size() ? Verdict.HOLDS : Verdict.VIOLATED);
    assertThat(validation.stopped().isPresent()).isEqualTo(matched < events.size());
  }

  private static Validation validate(Spec spec, List<TraceEvent> events) throws Exception {
    return new Validator(spec, SearchOptions.DEFAULT).validate(new Log(events), Log.HEADER);
  }

  private static List<TraceEvent> corrupt(
      List<TraceEvent> log, Fault fault, Random random, List<String> actions) {
    List<TraceEvent> events = new ArrayList<>(log);
    int at = random.nextInt(events.size() - 1);
    TraceEvent event = events.get(at);
    switch (fault) {
      case DROP -> events.remove(at);
      case DUPLICATE -> events.add(at, event);
      case SWAP -> events.set(at, events.set(at + 1, event));
      case OTHER_ACTION ->
          events.set(at, event.with(LoggedCall.of(actions.get(random.nextInt(actions.size())))));
      case OTHER_ARGUMENT -> {
        if (event.action().isPresent() && event.arguments().isPresent()) {
          List<LoggedValue> others =
              log.stream()
                  .flatMap(other -> other.arguments().stream())
                  .flatMap(List::stream)
                  .toList();
          List<LoggedValue> arguments = new ArrayList<>(event.arguments().get());
          if (!arguments.isEmpty() && !others.isEmpty()) {
            arguments.set(0, others.get(random.nextInt(others.size())));
          }
          events.set(at, event.with(LoggedCall.of(event.action().get(), arguments)));
        }
      }
      case OTHER_VALUE -> {
        SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
        for (Place place : event.state().keySet()) {
          LoggedValue other = events.get(random.nextInt(events.size())).state().get(place);
          if (other != null && random.nextBoolean()) {
            state.put(place, other);
          }
        }
        events.set(at, event.withState(state));
      }
    }
    return events;
  }

  /** How many events some path matches: every step of every state is compared in JSON. */
  private static int search(Spec spec, List<TraceEvent> events) throws SpecException {
    Set<SpecState> states = new LinkedHashSet<>(spec.initialStates());
    for (int index = 0; index < events.size(); index++) {
      TraceEvent event = events.get(index);
      Set<SpecState> next = new LinkedHashSet<>();
      for (SpecState state : states) {
        for (SpecStep step : spec.successors(state)) {
          if (step.calls().stream().anyMatch(call -> fits(event, call.name(), call.arguments()))
              && fits(event.state(), step.target())) {
            next.add(step.target());
          }
        }
      }
      if (next.isEmpty()) {
        return index;
      }
      states = next;
    }
    return events.size();
  }

  private static boolean fits(TraceEvent event, String name, List<TlaValue> values) {
    return event.action().isEmpty()
        || (event.action().get().equals(name)
            && (event.arguments().isEmpty()
                || event.arguments().get().equals(values.stream().map(LoggedValue::of).toList())));
  }

  private static boolean fits(SortedMap<Place, LoggedValue> observed, SpecState state) {
    for (Map.Entry<Place, LoggedValue> entry : observed.entrySet()) {
      if (!LoggedValue.of(state.get(entry.getKey().variable())).equals(entry.getValue())) {
        return false;
      }
    }
    return true;
  }
}

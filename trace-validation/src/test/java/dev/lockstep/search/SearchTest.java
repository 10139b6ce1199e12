package dev.lockstep.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Ways of searching against each other: they differ in what they cost, and in nothing else. */
class SearchTest {

  private static final int RMS = 8;

  private static @Nullable Spec wide;

  @BeforeContainer
  static void load() throws Exception {
    SpecSource three = TestSpec.twoPhaseSource();
    StringBuilder rms = new StringBuilder();
    for (int rm = 0; rm < RMS; rm++) {
      rms.append(rm == 0 ? "" : ", ").append("\"rm-").append(rm).append('"');
    }
    wide =
        Spec.load(
            new SpecSource(
                three.module(),
                three.directories(),
                "TwoPhase8.cfg",
                three.config().replaceAll("RM = \\{[^}]*}", "RM = {" + rms + "}")));
  }

  @AfterContainer
  static void close() {
    if (wide != null) {
      wide.close();
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void diving_and_exchanging_names_change_no_verdict_and_no_prefix(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int damage) throws Exception {
    Random random = new Random(seed);
    List<TraceEvent> events = new ArrayList<>(Walk.random(spec(), seed, 26).events(Walk.Detail.EA));
    events.replaceAll(event -> random.nextInt(3) == 0 ? event : withoutArguments(event));
    int at = random.nextInt(events.size());
    switch (damage) {
      case 1 -> events.remove(at);
      case 2 -> events.add(at, event("TMCommit"));
      default -> {}
    }

    Validation plain = validate(spec(), SearchOptions.DEFAULT.withoutLookAhead(), events);
    Validation clever = validate(spec(), SearchOptions.DEFAULT, events);

    assertThat(clever.verdict()).isEqualTo(plain.verdict());
    assertThat(clever.matched()).isEqualTo(plain.matched());
    assertThat(clever.stopped().map(Validation.Stop::number))
        .isEqualTo(plain.stopped().map(Validation.Stop::number));
    assertThat(clever.stopped().map(stop -> stop.reason().kind()))
        .isEqualTo(plain.stopped().map(stop -> stop.reason().kind()));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void a_witness_is_a_behaviour_of_the_spec_that_agrees_with_the_log(@ForAll long seed)
      throws Exception {
    List<TraceEvent> events = Walk.random(spec(), seed, 24).events(Walk.Detail.E);

    Validation validation = validate(spec(), SearchOptions.DEFAULT.withPaths(), events);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
    Node end = validation.nodes().getFirst();
    var state = end.start();
    assertThat(spec().initialStates()).contains(state);
    List<Node.Taken> path = end.path();
    assertThat(path).hasSameSizeAs(events);
    for (int index = 0; index < path.size(); index++) {
      Node.Taken taken = path.get(index);
      assertThat(taken.event()).contains(events.get(index));
      assertThat(taken.call().orElseThrow().name())
          .isEqualTo(events.get(index).action().orElseThrow());
      assertThat(spec().successors(state))
          .anySatisfy(
              step -> {
                assertThat(step.action()).isEqualTo(taken.call().orElseThrow());
                assertThat(step.target()).isEqualTo(taken.state());
              });
      state = taken.state();
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void a_walk_holds_without_the_events_of_hidden_actions(@ForAll long seed) throws Exception {
    Spec spec = TestSpec.twoPhase();
    List<TraceEvent> all = Walk.random(spec, seed, 12).events(Walk.Detail.EA);
    List<TraceEvent> logged =
        all.stream().filter(event -> !event.action().orElseThrow().equals("RMPrepare")).toList();
    if (logged.isEmpty()) {
      return;
    }
    Hidden prepare = new Hidden(new TreeSet<>(List.of("RMPrepare")), 3);

    Validation validation = validate(spec, SearchOptions.DEFAULT.withHidden(prepare), logged);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void steps_in_pairs_are_composed_events_and_the_order_inside_counts(@ForAll long seed)
      throws Exception {
    Spec spec = TestSpec.workshop();
    List<TraceEvent> single = Walk.random(spec, seed, 8).events(Walk.Detail.ES);
    List<TraceEvent> pairs = new ArrayList<>();
    for (int index = 0; index + 1 < single.size(); index += 2) {
      TraceEvent last = single.get(index + 1);
      List<LoggedCall> calls = new ArrayList<>(single.get(index).steps().calls());
      calls.addAll(last.steps().calls());
      pairs.add(last.with(new Steps(calls, Steps.Stuttering.NEVER)));
    }

    Validation validation = validate(spec, SearchOptions.DEFAULT, pairs);
    List<TraceEvent> observed = new ArrayList<>(pairs);
    observed.add(1, pairs.getFirst().with(Steps.NONE));
    Validation withObservation = validate(spec, SearchOptions.DEFAULT, observed);
    observed.set(1, pairs.get(1).with(Steps.NONE));
    boolean same = pairs.get(0).state().equals(pairs.get(1).state());
    Validation tooEarly = validate(spec, SearchOptions.DEFAULT, observed);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(withObservation.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(tooEarly.matched()).isEqualTo(same ? pairs.size() + 1 : 1);
  }

  private static Spec spec() {
    Spec loaded = wide;
    if (loaded == null) {
      throw new IllegalStateException("the spec is loaded before the tests");
    }
    return loaded;
  }

  private static TraceEvent withoutArguments(TraceEvent event) {
    return event.with(LoggedCall.of(event.action().orElseThrow()));
  }

  private static TraceEvent event(String action) {
    return TraceEvent.ANY.with(LoggedCall.of(action, List.<LoggedValue>of()));
  }

  private static Validation validate(Spec spec, SearchOptions options, List<TraceEvent> events)
      throws Exception {
    return new Validator(spec, options).validate(new Log(events), Log.HEADER);
  }
}

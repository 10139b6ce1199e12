package dev.lockstep.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock TLC and our validator say the same of every run. */
class CrossCheckTest {

  /** How many specs are drawn; more with {@code -Dlockstep.cross-check.specs=100}. */
  private static final int SPECS = Integer.getInteger("lockstep.cross-check.specs", 4);

  private static final int LOGS = 60;

  @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
  void both_engines_agree_on_drawn_logs_of_drawn_specs(@ForAll long seed) throws Exception {
    Path directory = Files.createTempDirectory("lockstep-cross-check");
    int held = 0;
    int violated = 0;
    for (int number = 0; number < SPECS; number++) {
      Path folder = directory.resolve(Integer.toString(number));
      RandomSpec drawn = RandomSpec.draw(new Random(seed + number));
      try (Spec spec = drawn.load(folder)) {
        Emitter emitter = new Emitter(spec, drawn.write(folder));
        List<Emitter.Run> runs = runs(spec, emitter, new Random(seed + number));
        List<Validation> ours = new ArrayList<>();
        for (Emitter.Run run : runs) {
          ours.add(validate(spec, run));
        }
        for (Emitter.Values form : Emitter.Values.values()) {
          StockTlc.Answer answer =
              StockTlc.explore(emitter.emit(runs, form), folder.resolve(form.toString()));
          if (form == Emitter.Values.LOGGED) {
            assertThat(answer.matched()).as(answer.output()).isNotEmpty();
          }
          for (int run = 0; run < answer.matched().size(); run++) {
            assertThat((long) answer.matched().get(run))
                .as("%s, run %d of seed %d, in %s", form, run + 1, seed + number, folder)
                .isEqualTo(ours.get(run).matched());
          }
        }
        held += (int) ours.stream().filter(one -> one.verdict() == Verdict.HOLDS).count();
        violated += (int) ours.stream().filter(one -> one.verdict() == Verdict.VIOLATED).count();
      }
    }
    assertThat(held).isGreaterThan(SPECS);
    assertThat(violated).isGreaterThan(SPECS);
  }

  private static List<Emitter.Run> runs(Spec spec, Emitter emitter, Random random)
      throws Exception {
    RandomLog log = new RandomLog(spec, random);
    List<Emitter.Run> runs = new ArrayList<>();
    while (runs.size() < LOGS) {
      Emitter.Run run = log.draw();
      try {
        emitter.emit(List.of(run), Emitter.Values.LOGGED);
        runs.add(run);
      } catch (CannotEmitException e) {
        assertThat(e).hasMessageMatching(".*(puts there|in another order).*");
      }
    }
    return runs;
  }

  private static Validation validate(Spec spec, Emitter.Run run) throws Exception {
    return new Validator(spec, SearchOptions.DEFAULT).validate(new Log(run.events()), run.header());
  }

  @Test
  void the_example_logs_have_the_same_verdict(@TempDir Path directory) throws Exception {
    SpecSource source =
        SpecSource.ofFiles(
            TestSpec.EXAMPLE.resolve("TwoPhase.tla"),
            TestSpec.EXAMPLE.resolve("TwoPhase4.cfg"),
            List.of());
    try (Spec spec = Spec.load(source)) {
      CrossCheck check = new CrossCheck(new Emitter(spec, source), Duration.ofMinutes(2));

      CrossCheck.Result commit = check(check, "commit.ndjson", directory.resolve("commit"));
      CrossCheck.Result early = check(check, "early-commit.ndjson", directory.resolve("early"));

      assertThat(commit.verdict()).isEqualTo(Verdict.HOLDS);
      assertThat(commit.matched()).isEqualTo(20);
      assertThat(early.verdict()).isEqualTo(Verdict.VIOLATED);
      assertThat(early.matched()).isEqualTo(5);
    }
  }

  private static CrossCheck.Result check(CrossCheck check, String log, Path directory)
      throws Exception {
    Path file = TestSpec.EXAMPLE.resolve("logs").resolve(log);
    try (TraceSource reader = InriaReader.open(file, TraceReader.DEFAULT_MAX_LINE_BYTES)) {
      TraceHeader header = reader.nextRun().orElseThrow();
      return check.check(header, events(reader), directory);
    }
  }

  private static List<TraceEvent> events(TraceSource reader) throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    for (Optional<TraceEvent> event = reader.nextEvent();
        event.isPresent();
        event = reader.nextEvent()) {
      events.add(event.get());
    }
    return events;
  }

  @Test
  void the_command_of_the_readme_finds_the_behaviour(@TempDir Path directory) throws Exception {
    Catalog catalog = Catalog.load();
    Protocol protocol = catalog.protocol("two-phase-commit");
    try (SpecFiles files = catalog.extract(protocol)) {
      SpecSource source = files.model(protocol.model("full"));
      try (Spec spec = Spec.load(source)) {
        List<TraceEvent> walk = Walk.random(spec, 7, 30).events(Walk.Detail.VEA);
        Emitter emitter = new Emitter(spec, source);
        List<TraceEvent> shortened = withOneLess(spec, walk);

        Emission behaviour = emitter.emit(Log.HEADER, walk, Emitter.Values.PLAIN);
        Emission none = emitter.emit(Log.HEADER, shortened, Emitter.Values.PLAIN);
        behaviour.write(directory.resolve("behaviour"));
        none.write(directory.resolve("none"));

        assertThat(StockTlc.run(behaviour.module(), directory.resolve("behaviour")))
            .contains("Invariant TraceNotAccepted is violated.")
            .contains("State 31: <");
        Validation ours = validate(spec, new Emitter.Run(Log.HEADER, shortened));
        assertThat(StockTlc.run(none.module(), directory.resolve("none")))
            .contains("No error has been found.")
            .contains("The depth of the complete state graph search is " + (ours.matched() + 1));
      }
    }
  }

  /** Removes an event such that the rest is no behaviour. */
  private static List<TraceEvent> withOneLess(Spec spec, List<TraceEvent> walk) throws Exception {
    for (int left = walk.size() / 2; left < walk.size(); left++) {
      List<TraceEvent> shortened = new ArrayList<>(walk);
      shortened.remove(left);
      if (validate(spec, new Emitter.Run(Log.HEADER, shortened)).verdict() == Verdict.VIOLATED) {
        return shortened;
      }
    }
    throw new AssertionError("every event can be left out of " + walk);
  }

  @Test
  void values_of_other_kinds_than_the_specs_are_a_violation_and_no_error(@TempDir Path directory)
      throws Exception {
    SpecSource source = TestSpec.workshopSource();
    try (Spec spec = Spec.load(source)) {
      List<TraceEvent> walk = new ArrayList<>(Walk.random(spec, 3, 6).events(Walk.Detail.ES));
      TraceEvent third = walk.get(2);
      TreeMap<dev.lockstep.trace.Place, LoggedValue> state = new TreeMap<>(third.state());
      state.replaceAll((place, value) -> new LoggedValue.Items(List.of(value)));
      walk.set(2, third.withState(state));

      CrossCheck.Result result =
          new CrossCheck(new Emitter(spec, source), Duration.ofMinutes(2))
              .check(Log.HEADER, walk, directory);

      assertThat(result.verdict()).isEqualTo(Verdict.VIOLATED);
      assertThat(result.matched()).isEqualTo(2);
    }
  }

  @Test
  void what_has_no_sure_translation_is_refused_with_its_event() throws Exception {
    SpecSource source = TestSpec.workshopSource();
    try (Spec spec = Spec.load(source)) {
      LoggedValue list = new LoggedValue.Items(List.of());
      List<Change> changes =
          List.of(
              new Change(Change.Operator.UPDATE, List.of(), List.of(list)),
              new Change(
                  Change.Operator.ADD_ELEMENT, List.of(), List.of(new LoggedValue.Text("x"))));
      TraceEvent event =
          TraceEvent.ANY
              .from(new Origin("log", 9))
              .with(LoggedCall.of("Order"))
              .withDelta(new TreeMap<>(java.util.Map.of("done", changes)));
      Emitter emitter = new Emitter(spec, source);

      assertThatThrownBy(() -> emitter.emit(Log.HEADER, List.of(event), Emitter.Values.PLAIN))
          .isInstanceOf(CannotEmitException.class)
          .hasMessageContaining("cannot be emitted: event 1 (line 9)");
    }
  }
}

package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.commitment.twophasecommit.TmState;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTest {

  private static final TwoPhaseCommitBinding BINDING = new TwoPhaseCommitBinding();
  private static final Protocol PROTOCOL = Catalog.load().protocol("two-phase-commit");

  private final SpecFiles files = Catalog.load().extract(PROTOCOL);
  private LoadedModel<Message> small;
  private Collection<NodeId> rm;

  @BeforeAll
  void load() throws Exception {
    small = LoadedModel.load(files, PROTOCOL.model("small"), BINDING);
    rm = small.constants().nodes("RM");
  }

  @AfterAll
  void close() {
    small.close();
    files.close();
  }

  static Stream<Arguments> models() {
    return Bindings.all().stream()
        .map(binding -> Catalog.load().protocol(binding.protocol()))
        .flatMap(
            protocol ->
                protocol.compared().stream()
                    .map(model -> Arguments.of(protocol.name(), model.name())));
  }

  @ParameterizedTest
  @MethodSource("models")
  void the_code_has_exactly_the_states_and_edges_of_the_spec(String name, String modelName)
      throws Exception {
    Protocol protocol = Catalog.load().protocol(name);
    Model model = protocol.model(modelName);
    try (SpecFiles its = Catalog.load().extract(protocol);
        LoadedModel<?> loaded = LoadedModel.load(its, model, Bindings.of(name).orElseThrow())) {
      ConformanceReport report = loaded.compare(Budget.UNLIMITED, 2, progress -> {});
      assertThat(report.comparison().divergence()).isEmpty();
      assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
      assertThat(report.comparison().states()).isEqualTo(model.distinct().orElseThrow());
      assertThat(report.comparison().edges()).isEqualTo(model.total().orElseThrow() - 1);
      assertThat(report.comparison().worlds()).isEqualTo(report.comparison().states());
      assertThat(report.comparison().latitude()).isEmpty();
    }
  }

  @Test
  void every_action_of_the_spec_is_taken_and_counted() throws Exception {
    ComparisonReport report = compare(small.cluster(), Budget.UNLIMITED, 1);
    assertThat(report.neverTaken()).isEmpty();
    assertThat(report.actions()).containsOnlyKeys(small.spec().actionLabels());
    assertThat(report.actions().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(report.edges());
  }

  @Test
  void several_threads_find_what_one_finds() throws Exception {
    for (Cluster<Message> cluster : List.of(small.cluster(), mutant("restart-without-log"))) {
      ComparisonReport one = compare(cluster, Budget.UNLIMITED, 1);
      ComparisonReport three = compare(cluster, Budget.UNLIMITED, 3);
      assertThat(three.divergence()).isEqualTo(one.divergence());
      assertThat(three.actions()).isEqualTo(one.actions());
      assertThat(three.states()).isEqualTo(one.states());
      assertThat(three.depth()).isEqualTo(one.depth());
    }
  }

  @Test
  void a_budget_that_runs_out_is_inconclusive_and_says_so() throws Exception {
    ComparisonReport states = compare(small.cluster(), new Budget(100, Duration.ofHours(1)), 1);
    assertThat(states.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(states.exhausted()).contains("the limit of 100 states was reached");
    ComparisonReport time =
        compare(small.cluster(), new Budget(Long.MAX_VALUE, Duration.ofNanos(1)), 1);
    assertThat(time.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(time.exhausted().orElseThrow()).contains("0.0 s");
  }

  @Test
  void counts_that_differ_from_the_pinned_ones_are_a_violation() throws Exception {
    Model pinned = small.model();
    ComparisonReport comparison = compare(small.cluster(), Budget.UNLIMITED, 1);
    Model other =
        new Model(
            pinned.name(),
            pinned.module(),
            pinned.config(),
            pinned.kind(),
            pinned.about(),
            pinned.time(),
            pinned.conform(),
            pinned.verdict(),
            pinned.property(),
            OptionalLong.of(12_961),
            pinned.total());
    ConformanceReport report = new ConformanceReport(PROTOCOL.name(), other, comparison);
    assertThat(report.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(report.countMismatch())
        .contains("counted 12,960 distinct states, but 12,961 are pinned for TLC");
    assertThat(new ConformanceReport(PROTOCOL.name(), pinned, comparison).verdict())
        .isEqualTo(Verdict.HOLDS);
  }

  @Test
  void code_that_starts_elsewhere_is_found_before_its_first_step() throws Exception {
    Divergence divergence =
        divergence(
            new Coordinator(rm) {
              @Override
              public State initial() {
                return new State(TmState.ABORTED, TmState.INIT, new TreeSet<>());
              }
            });
    assertThat(divergence.kind()).isEqualTo(Divergence.Kind.INITIAL_STATE);
    assertThat(divergence.length()).isZero();
    assertThat(divergence.differences())
        .extracting(Difference::toString)
        .containsExactly("tmState: the spec has \"init\", the code \"aborted\"");
  }

  @Test
  void an_action_that_the_spec_does_not_have_is_named() throws Exception {
    Divergence divergence =
        divergence(
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmPrepare(State state) {
                Step<State, Message> step = super.tmPrepare(state);
                return new Step<>(Action.of("TMBegin"), step.state(), step.messages());
              }
            });
    assertThat(divergence.kind()).isEqualTo(Divergence.Kind.NOT_ALLOWED);
    assertThat(divergence.message()).isEqualTo("the spec has no action TMBegin");
  }

  @Test
  void code_with_a_memory_of_its_own_is_no_function() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Divergence divergence =
        divergence(
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmAbort(State state) {
                Step<State, Message> step = super.tmAbort(state);
                return asked.getAndIncrement() % 2 == 0
                    ? step
                    : new Step<>(step.action(), step.state(), List.of());
              }
            });
    assertThat(divergence.kind()).isEqualTo(Divergence.Kind.NOT_A_FUNCTION);
  }

  @Test
  void a_declared_freedom_is_reported_and_is_no_divergence() throws Exception {
    Latitude silence = new Latitude("RMAsk", "whoever waits may wait in silence");
    ComparisonReport comparison =
        Comparison.run(
            small.spec(),
            binding(List.of(silence)),
            mutant("never-asks"),
            Budget.UNLIMITED,
            1,
            progress -> {});
    assertThat(comparison.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(comparison.latitude()).hasSize(1);
    assertThat(comparison.latitude().getFirst().edges()).isPositive();
    ConformanceReport report = new ConformanceReport(PROTOCOL.name(), small.model(), comparison);
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(ConformanceText.lines(report, 100))
        .anyMatch(line -> line.startsWith("left open: RMAsk, 5,472 edges of the spec: whoever"));
  }

  @Test
  void worlds_that_the_spec_does_not_tell_apart_are_counted_once() throws Exception {
    Bounds<Message, Boolean> parity =
        new Bounds<>() {
          @Override
          public Boolean initial() {
            return true;
          }

          @Override
          public Optional<Boolean> after(
              Boolean used, World<Message> source, Action action, World<Message> target) {
            return Optional.of(!used);
          }
        };
    ComparisonReport report =
        compare(TwoPhaseCommitBinding.cluster(rm).bounded(parity), Budget.UNLIMITED, 1);
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(report.worlds()).isGreaterThan(report.states());
    assertThat(report.states()).isEqualTo(12_960);
    assertThat(report.edges()).isEqualTo(96_096);
  }

  private ComparisonReport compare(Cluster<Message> cluster, Budget budget, int threads)
      throws Exception {
    return Comparison.run(small.spec(), BINDING, cluster, budget, threads, progress -> {});
  }

  private Divergence divergence(Coordinator wrong) throws Exception {
    return compare(TwoPhaseCommitBinding.cluster(rm, wrong, Participant::new), Budget.UNLIMITED, 1)
        .divergence()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked") // the mutants of two-phase commit speak its messages
  private Cluster<Message> mutant(String id) {
    return MutantSet.of(PROTOCOL.name()).orElseThrow().mutants().stream()
        .filter(mutant -> mutant.id().equals(id))
        .map(mutant -> (Mutant<Message>) mutant)
        .findFirst()
        .orElseThrow()
        .cluster()
        .apply(small.constants());
  }

  private static Binding<Message> binding(List<Latitude> latitude) {
    return new Binding<>() {
      @Override
      public String protocol() {
        return BINDING.protocol();
      }

      @Override
      public Cluster<Message> cluster(Constants constants) {
        return BINDING.cluster(constants);
      }

      @Override
      public SequencedMap<String, Function<World<Message>, Object>> variables() {
        return BINDING.variables();
      }

      @Override
      public List<Latitude> latitude() {
        return latitude;
      }
    };
  }
}

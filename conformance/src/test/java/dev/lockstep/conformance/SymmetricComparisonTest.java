package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Models with symmetry, and those with a view or constraints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SymmetricComparisonTest {

  private static final TwoPhaseCommitBinding BINDING = new TwoPhaseCommitBinding();
  private static final Protocol PROTOCOL = Catalog.load().protocol("two-phase-commit");

  private static final String NO_LOSS =
      """
      SPECIFICATION Spec
      CONSTANT RM = {rm1, rm2, rm3}
      CONSTANT LoseMessage <- NeverOf
      CHECK_DEADLOCK FALSE
      """;

  private static final ComparisonOptions EVERY_MEMBER = ComparisonOptions.DEFAULT.withMembers(1);

  private final SpecFiles files = Catalog.load().extract(PROTOCOL);
  private Spec whole;
  private Spec symmetric;
  private Collection<NodeId> rm;

  @BeforeAll
  void load() throws Exception {
    whole = Spec.load(source(NO_LOSS));
    symmetric = Spec.load(source(NO_LOSS + "SYMMETRY Symmetry\n"));
    rm = new Constants(whole.constants()).nodes("RM");
  }

  @AfterAll
  void close() {
    whole.close();
    symmetric.close();
    files.close();
  }

  private SpecSource source(String config) {
    return new SpecSource("MCTwoPhaseCommit", List.of(files.directory()), "the test's", config);
  }

  @Test
  void one_world_of_each_class_is_compared_and_some_of_the_others() throws Exception {
    ComparisonReport all =
        compare(whole, TwoPhaseCommitBinding.cluster(rm), ComparisonOptions.DEFAULT);
    ComparisonReport classes =
        compare(symmetric, TwoPhaseCommitBinding.cluster(rm), ComparisonOptions.DEFAULT);
    assertThat(all.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(classes.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(classes.symmetric()).isTrue();
    assertThat(classes.states()).isEqualTo(classes.worlds());
    assertThat(classes.states()).isBetween(all.states() / 6, all.states() / 3);
    assertThat(classes.members()).isBetween(1L, (all.states() - classes.states()) / 4);
    assertThat(classes.actions()).containsOnlyKeys(all.actions().keySet());
    ComparisonReport checked = compare(symmetric, TwoPhaseCommitBinding.cluster(rm), EVERY_MEMBER);
    assertThat(checked.states() + checked.members()).isEqualTo(all.states());
  }

  @Test
  void classes_are_those_of_worlds_that_differ_by_names_only() throws Exception {
    Cluster<Message> cluster = TwoPhaseCommitBinding.cluster(rm).without(List.of("LoseMessage"));
    Identities<Message> identities =
        new Identities<>(cluster.nodes(), symmetric.reduction().permutations());
    Set<World<Message>> worlds = new HashSet<>(Set.of(cluster.initial()));
    List<World<Message>> queue = new ArrayList<>(worlds);
    Set<Long> exact = new HashSet<>();
    Set<Long> classes = new HashSet<>();
    for (int i = 0; i < queue.size(); i++) {
      Identities.Identity identity = identities.around(queue.get(i)).identity();
      exact.add(identity.exact());
      classes.add(identity.ofClass());
      for (Transition<Message> transition : cluster.transitions(queue.get(i))) {
        if (worlds.add(transition.target())) {
          queue.add(transition.target());
        }
      }
    }
    assertThat(exact).hasSize(worlds.size()).hasSize(5224);
    long asTlcCounts =
        ModelChecker.check(
                source(NO_LOSS + "SYMMETRY Symmetry\n"), ModelChecker.Options.deterministic())
            .distinct();
    assertThat(classes).hasSize(Math.toIntExact(asTlcCounts));
  }

  @Test
  void the_report_does_not_depend_on_the_threads() throws Exception {
    ComparisonReport one =
        compare(symmetric, TwoPhaseCommitBinding.cluster(rm), ComparisonOptions.DEFAULT);
    for (int threads = 2; threads <= 4; threads++) {
      assertThat(
              compare(
                  symmetric,
                  TwoPhaseCommitBinding.cluster(rm),
                  ComparisonOptions.DEFAULT.withThreads(threads)))
          .usingRecursiveComparison()
          .ignoringFields("elapsed", "threads")
          .isEqualTo(one);
    }
  }

  /** Tells a participant to commit that has refused, if exactly these two others have voted. */
  private Cluster<Message> asymmetric(String refuses, String... voted) {
    Set<NodeId> votes = new TreeSet<>();
    List.of(voted).forEach(name -> votes.add(new NodeId(name)));
    return TwoPhaseCommitBinding.cluster(
        rm,
        new Coordinator(rm) {
          @Override
          protected Step<State, Message> tmRcvAborted(State state, NodeId r) {
            Step<State, Message> step = super.tmRcvAborted(state, r);
            return r.name().equals(refuses) && state.tmPrepared().equals(votes)
                ? new Step<>(step.action(), step.state(), List.of(new Message.Commit(r)))
                : step;
          }
        },
        Participant::new);
  }

  @Test
  void code_that_does_not_treat_all_names_alike_is_found_where_its_names_are_met()
      throws Exception {
    ComparisonReport report = compare(symmetric, asymmetric("rm3", "rm1", "rm2"), EVERY_MEMBER);
    assertThat(report.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(report.divergence().orElseThrow().kind()).isEqualTo(Divergence.Kind.OTHER_STATE);
  }

  @Test
  void code_that_is_wrong_only_where_it_is_not_the_first_of_its_class_is_found_by_the_members()
      throws Exception {
    Cluster<Message> wrong = asymmetric("rm1", "rm2", "rm3");
    ComparisonReport unchecked =
        compare(symmetric, wrong, ComparisonOptions.DEFAULT.withMembers(Integer.MAX_VALUE));
    assertThat(unchecked.verdict()).isEqualTo(Verdict.HOLDS);
    ComparisonReport checked = compare(symmetric, wrong, EVERY_MEMBER);
    assertThat(checked.verdict()).isEqualTo(Verdict.VIOLATED);
    Divergence divergence = checked.divergence().orElseThrow();
    assertThat(divergence.action().orElseThrow()).hasToString("TMRcvAborted(rm1)");
    assertThat(divergence.length())
        .isEqualTo(
            compare(whole, wrong, ComparisonOptions.DEFAULT).divergence().orElseThrow().length());
  }

  @Test
  void a_view_or_a_constraint_is_refused_with_what_to_do() throws Exception {
    for (String line : List.of("VIEW vars", "CONSTRAINT TypeOK")) {
      try (Spec reduced = Spec.load(source(NO_LOSS + line + "\n"))) {
        assertThatThrownBy(
                () ->
                    compare(reduced, TwoPhaseCommitBinding.cluster(rm), ComparisonOptions.DEFAULT))
            .isInstanceOf(SpecException.class)
            .hasMessageContaining(line.substring(0, line.indexOf(' ')))
            .hasMessageContaining("Bounds");
      }
    }
  }

  private static ComparisonReport compare(
      Spec spec, Cluster<Message> cluster, ComparisonOptions options) throws Exception {
    return Comparison.run(spec, BINDING, cluster.without(List.of("LoseMessage")), options);
  }
}

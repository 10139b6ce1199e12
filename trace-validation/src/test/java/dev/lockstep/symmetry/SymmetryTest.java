package dev.lockstep.symmetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Renaming interchangeable atoms changes nothing but names. */
class SymmetryTest {

  /** A step without the order in which the spec lists them. */
  private record Taken(List<ActionCall> calls, SpecState target) {}

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void the_steps_of_a_renamed_state_are_the_renamed_steps(
      @ForAll long seed, @ForAll Subject subject) throws Exception {
    Random random = new Random(seed);
    SpecState state = subject.reach(random);
    Permutation permutation = subject.permutation(random);

    Set<Taken> renamed = new HashSet<>();
    for (SpecStep step : subject.spec().successors(state)) {
      renamed.add(
          new Taken(
              step.calls().stream().map(permutation::apply).toList(),
              permutation.apply(step.target())));
    }
    Set<Taken> taken = new HashSet<>();
    for (SpecStep step : subject.spec().successors(permutation.apply(state))) {
      taken.add(new Taken(step.calls(), step.target()));
    }

    assertThat(taken).as("%s in %s", permutation, state).isEqualTo(renamed);
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void the_initial_states_stay_the_initial_states(@ForAll long seed, @ForAll Subject subject)
      throws Exception {
    Permutation permutation = subject.permutation(new Random(seed));
    Set<SpecState> initial = new HashSet<>(subject.spec().initialStates());
    Set<SpecState> renamed = new HashSet<>();
    initial.forEach(state -> renamed.add(permutation.apply(state)));

    assertThat(renamed).isEqualTo(initial);
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void a_renamed_state_equals_the_state_of_the_renamed_values(
      @ForAll long seed, @ForAll Subject subject) throws Exception {
    Random random = new Random(seed);
    SpecState state = subject.reach(random);
    Permutation permutation = subject.permutation(random);
    Map<String, TlaValue> values = new TreeMap<>();
    state.values().forEach((variable, value) -> values.put(variable, permutation.apply(value)));

    SpecState built = subject.spec().state(values);
    SpecState renamed = permutation.apply(state);

    assertThat(renamed).isEqualTo(built).hasSameHashCodeAs(built);
    assertThat(renamed.fingerprint()).isEqualTo(built.fingerprint());
    assertThat(renamed.values()).isEqualTo(values);
    assertThat(
            permutation.apply(built.equals(state) ? state : subject.spec().state(state.values())))
        .isEqualTo(built);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void permutations_compose_and_are_taken_back(@ForAll long seed, @ForAll Subject subject)
      throws Exception {
    Random random = new Random(seed);
    SpecState state = subject.reach(random);
    Permutation first = subject.permutation(random);
    Permutation second = subject.permutation(random);

    assertThat(first.andThen(second).apply(state)).isEqualTo(second.apply(first.apply(state)));
    assertThat(first.andThen(first.inverse())).isEqualTo(subject.symmetry().identity());
    assertThat(first.inverse().apply(first.apply(state))).isEqualTo(state);
    assertThat(first.andThen(second)).hasSameHashCodeAs(first.andThen(second));
    assertThat(first.isIdentity()).isEqualTo(first.moved().isEmpty());
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void a_state_and_the_renamed_one_have_the_same_canonical_state(
      @ForAll long seed, @ForAll Subject subject) throws Exception {
    Random random = new Random(seed);
    SpecState state = subject.reach(random);
    Permutation permutation = subject.permutation(random);
    Canonicalizer canonicalizer = subject.symmetry().fixing(Set.of());

    SpecState canonical = canonicalizer.canonical(state);

    assertThat(canonicalizer.canonical(permutation.apply(state))).isEqualTo(canonical);
    assertThat(canonicalizer.canonical(canonical)).isSameAs(canonical);
    assertThat(canonicalizer.canonical(subject.spec().state(state.values()))).isEqualTo(canonical);
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void the_canonical_state_is_the_state_renamed_and_mentioned_atoms_keep_their_names(
      @ForAll long seed, @ForAll Subject subject) throws Exception {
    Random random = new Random(seed);
    SpecState state = subject.reach(random);
    Set<String> mentioned = new LinkedHashSet<>();
    for (TlaValue atom : subject.symmetry().atoms().list()) {
      if (random.nextInt(3) == 0) {
        mentioned.add(LoggedValue.keyText(atom));
      }
    }
    Canonicalizer canonicalizer = subject.symmetry().fixing(mentioned);

    Canonical canonical = canonicalizer.canonicalWithPermutation(state);

    assertThat(canonical.state()).isEqualTo(canonicalizer.canonical(state));
    assertThat(canonical.state()).isEqualTo(canonical.permutation().apply(state));
    assertThat(canonical.permutation().inverse().apply(canonical.state())).isEqualTo(state);
    assertThat(canonical.permutation().moved().keySet())
        .noneMatch(atom -> mentioned.contains(LoggedValue.keyText(atom)));
    canonical
        .permutation()
        .moved()
        .forEach(
            (atom, image) ->
                assertThat(subject.symmetry().classes())
                    .anyMatch(alike -> alike.contains(atom) && alike.contains(image)));
  }

  /** What can be counted: the states that no permutation takes to each other. */
  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE)
  void as_many_states_are_canonical_as_there_are_that_differ_by_more_than_names(
      @ForAll Subject subject, @ForAll boolean someMentioned) throws Exception {
    List<TlaValue> atoms = subject.symmetry().atoms().list();
    Set<String> mentioned =
        someMentioned ? Set.of(LoggedValue.keyText(atoms.getFirst())) : Set.of();
    Canonicalizer canonicalizer = subject.symmetry().fixing(mentioned);
    Set<SpecState> canonical = new HashSet<>();
    Set<SpecState> different = new HashSet<>();
    Set<SpecState> covered = new HashSet<>();
    for (SpecState state : subject.states(400)) {
      canonical.add(canonicalizer.canonical(state));
      if (covered.add(state)) {
        different.add(state);
        cover(state, subject, mentioned, covered);
      }
    }

    assertThat(canonical).hasSameSizeAs(different);
    assertThat(canonical.size()).isLessThan(400);
  }

  /** Adds everything that swaps of two atoms lead to. */
  private static void cover(
      SpecState from, Subject subject, Set<String> mentioned, Set<SpecState> covered) {
    List<TlaValue> atoms = subject.symmetry().atoms().list();
    Set<SpecState> reached = new LinkedHashSet<>(Set.of(from));
    List<SpecState> order = new java.util.ArrayList<>(reached);
    for (int next = 0; next < order.size(); next++) {
      for (int one = 0; one < atoms.size(); one++) {
        for (int other = one + 1; other < atoms.size(); other++) {
          if (!mentioned.contains(LoggedValue.keyText(atoms.get(one)))
              && !mentioned.contains(LoggedValue.keyText(atoms.get(other)))
              && areAlike(subject, atoms.get(one), atoms.get(other))) {
            SpecState swapped = swap(subject, one, other).apply(order.get(next));
            if (reached.add(swapped)) {
              order.add(swapped);
            }
          }
        }
      }
    }
    covered.addAll(reached);
  }

  private static boolean areAlike(Subject subject, TlaValue one, TlaValue other) {
    return subject.symmetry().classes().stream()
        .anyMatch(alike -> alike.contains(one) && alike.contains(other));
  }

  private static Permutation swap(Subject subject, int one, int other) {
    byte[] images = new byte[subject.symmetry().atoms().list().size()];
    for (int number = 0; number < images.length; number++) {
      images[number] = (byte) (number == one ? other : number == other ? one : number);
    }
    return new Permutation(subject.symmetry(), images);
  }

  @Example
  void the_classes_are_what_a_reader_of_the_specs_expects() {
    assertThat(Subject.EXAMPLE.symmetry().classes().toString())
        .isEqualTo("[[\"rm-0\", \"rm-1\", \"rm-2\", \"rm-3\"]]");
    assertThat(Subject.CATALOG.symmetry().classes().toString()).isEqualTo("[[rm1, rm2, rm3]]");
    assertThat(Subject.LINKS.symmetry().classes().toString())
        .isEqualTo("[[\"k1\", \"k2\", \"k3\"], [N_a, N_b, N_c, N_d]]");
    assertThat(Subject.QUEUES.symmetry().classes().toString()).isEqualTo("[[w1, w3, w5]]");
    assertThat(Subject.CLOCKS.symmetry().classes().toString()).isEqualTo("[[p1, p2, p3]]");
    for (Subject subject : Subject.values()) {
      assertThat(subject.symmetry().obstacle()).as(subject.name()).isEmpty();
      assertThat(subject.symmetry().isTrivial()).isFalse();
    }
  }

  @Example
  void nothing_moves_where_all_or_all_but_one_are_mentioned() throws Exception {
    SpecState state = Subject.EXAMPLE.reach(new Random(5));
    Canonicalizer allButOne = Subject.EXAMPLE.symmetry().fixing(Set.of("rm-0", "rm-1", "rm-3"));

    assertThat(allButOne.isTrivial()).isTrue();
    assertThat(allButOne.canonical(state)).isSameAs(state);
    assertThat(allButOne.canonicalWithPermutation(state).permutation().isIdentity()).isTrue();
  }

  @Example
  void permutations_of_different_specs_do_not_mix() {
    assertThatThrownBy(
            () ->
                Subject.EXAMPLE
                    .symmetry()
                    .identity()
                    .andThen(Subject.CATALOG.symmetry().identity()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

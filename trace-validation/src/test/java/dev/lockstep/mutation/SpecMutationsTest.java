package dev.lockstep.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecMutation;
import dev.lockstep.tlc.SpecSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changes that are made, on a spec that is just large enough for each kind of them. */
class SpecMutationsTest {

  static final String CONFIG =
      """
      SPECIFICATION Spec
      CONSTANT Node = {a, b, c}
      CONSTANT Majority = {{a, b}, {a, c}, {b, c}}
      INVARIANT TypeOK
      INVARIANT NoLeaderWithoutVotes
      INVARIANT AlwaysNumbers
      CHECK_DEADLOCK FALSE
      """;

  @TempDir Path directory;

  static String resource(String name) throws IOException {
    try (var stream = SpecMutationsTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private SpecSource quorum() throws IOException {
    Files.writeString(directory.resolve("Quorum.tla"), resource("Quorum.tla"));
    return new SpecSource("Quorum", List.of(directory), "Quorum.cfg", CONFIG);
  }

  private List<SpecMutant> mutants(SpecSource source) throws Exception {
    return MutationPlan.of(
            List.of(new MutationModel("model", source, OptionalLong.empty())), mutation -> true)
        .mutants();
  }

  @Test
  void each_kind_of_change_is_made_wherever_it_fits() throws Exception {
    StringBuilder all = new StringBuilder();
    Set<SpecMutation.Operator> kinds = new HashSet<>();
    for (SpecMutant mutant : mutants(quorum())) {
      kinds.add(mutant.mutation().operator());
      all.append(mutant.id())
          .append("  ")
          .append(String.join(" ", MutatedModule.of(mutant).added()).strip().replaceAll(" +", " "))
          .append('\n');
    }
    Path actual = Files.createDirectories(Path.of("target/mutation")).resolve("quorum.txt");
    Files.writeString(actual, all);
    assertThat(all.toString()).isEqualTo(resource("quorum-mutants.txt"));
    assertThat(kinds).containsExactlyInAnyOrder(SpecMutation.Operator.values());
  }

  @Test
  void every_mutant_is_a_spec() throws Exception {
    SpecSource source = quorum();
    for (SpecMutant mutant : mutants(source)) {
      Path changed = directory.resolve(mutant.id());
      MutatedModule.of(mutant).write(changed);
      Spec.load(MutatedModule.in(changed, source)).close();
    }
  }

  @Test
  void old_values_and_tabs_are_like_any_other_text() throws Exception {
    String text =
        """
        ---- MODULE Old ----
        EXTENDS Naturals, Sequences
        VARIABLES n, s, r, b
        Node == {1, 2}
        Init == n = [p \\in Node |-> 0] /\\ s = [p \\in Node |-> {}] /\\ r = <<>> /\\ b = [p \\in Node |-> TRUE]
        Put(p) ==
        \t/\\ n[p] < 2
        \t/\\\tn' = [n EXCEPT ![p] = @ + 1]
        \t/\\ s' = [s EXCEPT ![p] = @ \\cup {p}, ![1] = IF p \\in @ THEN @ \\ {p} ELSE @]
        \t/\\ r' = Append(r, [at |-> n]["at"])
        \t/\\ b' = [b EXCEPT ![p] = @ /\\ n[p] > 0]
        Next == \\E p \\in Node : Put(p)
        Small == \\A p \\in Node : n[p] < 3
        ====
        """;
    Files.writeString(directory.resolve("Old.tla"), text);
    SpecSource source =
        new SpecSource(
            "Old", List.of(directory), "Old.cfg", "INIT Init\nNEXT Next\nINVARIANT Small");
    List<SpecMutant> all = mutants(source);

    assertThat(all)
        .extracting(mutant -> mutant.mutation().before() + " -> " + mutant.mutation().after())
        .contains("@ + 1 -> @", "@ \\cup {p} -> @", "@ \\ {p} -> @", "n[p] < 2 -> TRUE")
        .noneMatch(change -> change.contains("-> !["));
    for (SpecMutant mutant : all) {
      Path changed = directory.resolve(mutant.id());
      MutatedModule.of(mutant).write(changed);
      Spec.load(MutatedModule.in(changed, source)).close();
    }
  }

  @Test
  void a_crash_loses_what_belongs_to_the_process_and_nothing_of_another_kind() throws Exception {
    Files.writeString(
        directory.resolve("Crashes.tla"),
        """
        ---- MODULE Crashes ----
        VARIABLES up, log, done
        Worker == {"w1", "w2"}
        Task == {"t1"}
        Init ==
          /\\ up = [w \\in Worker |-> TRUE]
          /\\ log = [w \\in Worker |-> {}]
          /\\ done = [t \\in Task |-> FALSE]
        Do(w, t) ==
          /\\ up[w]
          /\\ log' = [log EXCEPT ![w] = @ \\cup {t}]
          /\\ done' = [done EXCEPT ![t] = TRUE]
          /\\ UNCHANGED up
        Crash(w) ==
          /\\ up' = [up EXCEPT ![w] = FALSE]
          /\\ UNCHANGED <<log, done>>
        Next == \\E w \\in Worker : Crash(w) \\/ \\E t \\in Task : Do(w, t)
        Truth == \\A w \\in Worker : \\A t \\in log[w] : done[t]
        ====
        """);
    SpecSource source =
        new SpecSource(
            "Crashes", List.of(directory), "Crashes.cfg", "INIT Init\nNEXT Next\nINVARIANT Truth");

    assertThat(mutants(source))
        .filteredOn(mutant -> mutant.id().contains("lose-persisted"))
        .extracting(mutant -> mutant.mutation().after())
        .containsExactly("UNCHANGED done /\\ log' = [log EXCEPT ![w] = {}]");
  }

  @Test
  void properties_are_left_alone() throws Exception {
    assertThat(mutants(quorum()))
        .extracting(mutant -> mutant.mutation().definition())
        .doesNotContain("TypeOK", "NoLeaderWithoutVotes", "AlwaysNumbers", "Init");
  }

  @Test
  void what_follows_a_change_keeps_its_column_where_a_list_begins() throws Exception {
    String text =
        """
        ---- MODULE Columns ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Next == (n >= 0) /\\ \\/ n < 2 /\\ n' = n + 1
                            \\/ n = 2 /\\ n' = 0
        Small == n < 3
        ====
        """;
    Files.writeString(directory.resolve("Columns.tla"), text);
    SpecSource source =
        new SpecSource(
            "Columns", List.of(directory), "Columns.cfg", "INIT Init\nNEXT Next\nINVARIANT Small");
    SpecMutant dropped =
        mutants(source).stream()
            .filter(mutant -> mutant.id().equals("Next-drop-guard-1"))
            .findFirst()
            .orElseThrow();
    assertThat(MutatedModule.of(dropped).text())
        .contains("Next == (TRUE  ) /\\ \\/ n < 2 /\\ n' = n + 1\n");
    SpecMutant longer = new SpecMutant("longer", with(dropped.mutation(), "n >= 0 + 0"));
    assertThat(MutatedModule.of(longer).text())
        .contains("Next == (n >= 0 + 0\n" + " ".repeat(15) + ") /\\ \\/ n < 2 /\\ n' = n + 1\n");
    for (SpecMutant mutant : List.of(dropped, longer)) {
      Path changed = directory.resolve(mutant.id());
      MutatedModule.of(mutant).write(changed);
      Spec.load(MutatedModule.in(changed, source)).close();
    }
  }

  private static SpecMutation with(SpecMutation mutation, String after) {
    return new SpecMutation(
        mutation.operator(),
        mutation.definition(),
        mutation.module(),
        mutation.file(),
        mutation.begin(),
        mutation.end(),
        mutation.line(),
        mutation.column(),
        mutation.before(),
        after);
  }

  @Test
  void a_change_of_a_text_that_was_edited_since_is_an_error() throws Exception {
    SpecMutant mutant = mutants(quorum()).getFirst();
    Files.writeString(directory.resolve("Quorum.tla"), "\n".repeat(3) + resource("Quorum.tla"));
    assertThatThrownBy(() -> MutatedModule.of(mutant))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be applied");
  }

  @Test
  void a_configuration_is_read_as_tlc_reads_it() {
    ModelConfig config =
        ModelConfig.parse(
            """
            \\* INVARIANT NotThisOne
            SPECIFICATION Spec (* nor PROPERTY this *)
            CONSTANTS A = {x, y}
                      B <- C
            INVARIANTS One
              Two
            PROPERTY Three
            CHECK_DEADLOCK FALSE
            """);
    assertThat(config.checked()).containsExactly("One", "Two", "Three");
    assertThat(ModelConfig.parse("INIT I NEXT N").checked()).containsExactly("deadlock");
    SpecSource source = new SpecSource("M", List.of(), "M.cfg", "");
    assertThat(Arrays.asList(config.only("Three", source).config().strip().split("\\s+")))
        .containsExactly(
            "SPECIFICATION",
            "Spec",
            "CONSTANTS",
            "A",
            "=",
            "{x,",
            "y}",
            "B",
            "<-",
            "C",
            "PROPERTY",
            "Three",
            "CHECK_DEADLOCK",
            "FALSE");
  }
}

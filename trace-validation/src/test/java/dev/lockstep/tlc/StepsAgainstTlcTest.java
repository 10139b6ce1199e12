package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The steps of a spec")
class StepsAgainstTlcTest {

  @TempDir Path directory;

  private static final String INIT_NEXT = "INIT Init\nNEXT Next\n";

  private static String module(String name, String body) {
    return "---- MODULE " + name + " ----\n" + body + "====\n";
  }

  /** Next-state relations of every shape that we could think of. */
  static Stream<Arguments> relations() {
    return Stream.of(
        Arguments.of(
            "two-phase commit",
            TestSpecs.TWO_PHASE,
            "TwoPhase",
            "",
            "SPECIFICATION Spec CONSTANT RM = {rm1, rm2, rm3}"),
        Arguments.of(
            "two-phase commit with strings",
            TestSpecs.TWO_PHASE,
            "TwoPhase",
            "",
            "SPECIFICATION Spec CONSTANT RM = {\"a\", \"b\"}"),
        Arguments.of(
            "a replaced action",
            TestSpecs.TWO_PHASE,
            "TwoPhase",
            "",
            "SPECIFICATION Spec CONSTANT RM = {rm1, rm2} TMCommit <- TMCommitEarly"),
        Arguments.of(
            "unnamed disjuncts",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Next == \\/ x < 3 /\\ x' = x + 1 /\\ y' = y
                        \\/ x = 3 /\\ x' = 0 /\\ y' = {x}
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "an action right in the specification",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Spec == Init /\\ [][x < 3 /\\ x' = x + 1 /\\ y' = y]_<<x, y>>
                """),
            "M",
            "",
            "SPECIFICATION Spec"),
        Arguments.of(
            "quantifiers over sets that depend on the state",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Put(i) == y' = y \\union {i} /\\ x' = Cardinality(y)
                Take(s, i) == y' = s \\ {i} /\\ UNCHANGED x
                Next == \\/ \\E i \\in (0..2) \\ y : Put(i)
                        \\/ \\E i \\in y, s \\in SUBSET y : i \\in s /\\ Take(s, i)
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "a quantifier over tuples",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Go(a, b) == x' = a + b /\\ y' = {a}
                Next == \\E <<a, b>> \\in (0..1) \\X (0..1) : Go(a, b)
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "IF, CASE and LET",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Step(n) == LET m == n + 1 IN x' = m % 4 /\\ y' = y
                Next == IF x = 2 THEN x' = 0 /\\ y' = {1} ELSE
                  LET F(k) == Step(k) IN \\/ F(x) \\/ F(x + 1)
                     \\/ CASE x = 1 -> x' = 3 /\\ y' = y [] OTHER -> x' \\in {0, 1} /\\ y' = {}
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "arguments that are not always defined",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences
                VARIABLES x, q
                Init == x = 0 /\\ q = <<>>
                Send == Len(q) < 2 /\\ q' = Append(q, x) /\\ x' = (x + 1) % 3
                Receive(m) == q # <<>> /\\ x' = m /\\ q' = Tail(q)
                Next == Send \\/ Receive(Head(q))
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "arguments with primes, and operators as arguments",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Both(a, b) == a /\\ b
                Apply(F(_), v) == F(v)
                Add(v) == y' = {v}
                Next == \\/ Both(x' = (x + 1) % 3, y' = y)
                        \\/ x' = x /\\ Apply(Add, x)
                        \\/ Apply(LAMBDA v : x' = v /\\ y' = y, 0)
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "a recursive action",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                RECURSIVE Try(_)
                Try(n) == IF n = 0 THEN x' = 0 /\\ y' = y ELSE (x' = n /\\ y' = {n}) \\/ Try(n - 1)
                Next == Try(2)
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "nondeterministic assignments and UNCHANGED of definitions",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                vars == <<x, y>>
                Choose == x' \\in 0..2 /\\ y' \\in SUBSET {1, 2}
                Stay == UNCHANGED vars
                Next == Choose \\/ Stay
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "disjunctions inside of conjunctions",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                A == x' = 1
                B == x' = 2
                Next == /\\ \\/ A
                           \\/ B
                        /\\ \\E i \\in 0..1 : y' = {i}
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "bounds by our convention",
            module(
                "M",
                """
                EXTENDS Naturals, Sequences, FiniteSets
                VARIABLES x, y
                Init == x = 0 /\\ y = {}
                Inc(n) == x' = x + n /\\ UNCHANGED y
                Put == \\E i \\in 0..1 : y' = y \\union {i} /\\ x' = x
                All == Put \\/ \\E n \\in 1..2 : Inc(n)
                MCInc(n) == /\\ x < 3
                            /\\ Inc(n)
                            /\\ y # {0, 1}
                MCPut == Cardinality(y) < 2 /\\ Put
                MCAll == x < 5 /\\ All /\\ x' < 5
                Next == MCPut \\/ (\\E n \\in 1..2 : MCInc(n)) \\/ MCAll
                """),
            "M",
            "",
            INIT_NEXT),
        Arguments.of(
            "an instance with substitutions",
            module(
                "M",
                """
                EXTENDS Naturals
                VARIABLES left, right
                L == INSTANCE Inner WITH n <- left, Max <- 2
                R(m) == INSTANCE Inner WITH n <- right, Max <- m
                Init == left = 0 /\\ right = 0
                Next == \\/ L!Next /\\ UNCHANGED right
                        \\/ R(3)!Up(1) /\\ UNCHANGED left
                        \\/ R(2)!Down /\\ left' = left
                        \\/ L!Next /\\ R(1)!Next
                """),
            "M",
            module(
                "Inner",
                """
                EXTENDS Naturals
                CONSTANT Max
                VARIABLE n
                Up(k) == n < Max /\\ n' = n + k
                Down == n > 0 /\\ n' = n - 1
                Next == Up(1) \\/ Down
                """),
            INIT_NEXT),
        Arguments.of(
            "only an instance",
            module(
                "M",
                """
                EXTENDS Naturals
                VARIABLES z
                I == INSTANCE Inner WITH n <- z, Max <- 2
                Init == z = 0
                Next == I!Next
                """),
            "M",
            module(
                "Inner",
                """
                EXTENDS Naturals
                CONSTANT Max
                VARIABLE n
                Up(k) == n < Max /\\ n' = n + k
                Down == n > 0 /\\ n' = n - 1
                Next == Up(1) \\/ Down \\/ \\E k \\in 1..2 : Up(k)
                """),
            INIT_NEXT),
        Arguments.of(
            "functions kept as formulas",
            module(
                "M",
                """
                EXTENDS Naturals
                VARIABLES f, g
                N == 1..3
                Zero == [i \\in N |-> 0]
                Big == {s \\in SUBSET N : s # {}}
                Init == f = Zero /\\ g = {N}
                Set(i) == f' = [f EXCEPT ![i] = (@ + 1) % 2] /\\ g' = g
                Reset == f' = [i \\in N |-> 1] /\\ g' = {s \\in Big : 1 \\in s}
                Nest == f' = [i \\in {"a", "b"} |-> 0] /\\ g' = {[i \\in {1, 2} |-> i]}
                Next == (\\E i \\in DOMAIN f : Set(i)) \\/ Reset \\/ Nest
                """),
            "M",
            "",
            INIT_NEXT));
  }

  @ParameterizedTest(name = "have the targets that TLC finds: {0}")
  @MethodSource("relations")
  void have_the_targets_that_tlc_finds(
      String title, String text, String name, String inner, String config) throws Exception {
    if (!inner.isEmpty()) {
      TestSpecs.write(directory, "Inner", inner);
    }
    try (Spec spec = Spec.load(TestSpecs.source(directory, name, text, config))) {
      Method targets =
          spec.getClass()
              .getClassLoader()
              .loadClass("dev.lockstep.tlc.engine.TlcOwnSteps")
              .getMethod("targets", SpecState.class);
      int steps = 0;
      for (SpecState state : TestSpecs.reachable(spec, 120)) {
        Set<SpecState> ours = new HashSet<>();
        for (SpecStep step : spec.successors(state)) {
          ours.add(step.target());
          assertThat(step.calls()).isNotEmpty();
          assertThat(spec.actionLabels()).contains(step.action().name());
          assertThat(spec.actions()).containsKey(step.action().name());
          steps++;
        }
        assertThat(ours).isEqualTo(new HashSet<>((List<?>) targets.invoke(null, state)));
        checkFilters(spec, state);
      }
      assertThat(steps).isPositive();
    }
  }

  /** Asking for one name at a time finds the same steps as asking for all. */
  private static void checkFilters(Spec spec, SpecState state) throws SpecException {
    List<SpecStep> all = spec.successors(state);
    for (String name : spec.actions().keySet()) {
      List<SpecStep> expected = new ArrayList<>();
      for (SpecStep step : all) {
        if (step.calls().stream().anyMatch(call -> call.name().equals(name))) {
          expected.add(step);
        }
      }
      assertThat(spec.successors(state, Filters.named(name))).isEqualTo(expected);
      for (SpecStep step : expected) {
        ActionCall call =
            step.calls().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(spec.successors(state, Filters.call(call))).contains(step);
      }
    }
  }
}

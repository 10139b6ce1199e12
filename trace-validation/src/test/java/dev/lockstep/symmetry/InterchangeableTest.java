package dev.lockstep.symmetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.tlc.Interchangeable;
import dev.lockstep.tlc.SpecSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Which atoms of a spec are interchangeable")
class InterchangeableTest {

  private static final String MODEL_VALUES = "CONSTANT Node = {a, b, c}";
  private static final String STRINGS = "CONSTANT Node = {\"n1\", \"n2\", \"n3\"}";

  @TempDir Path directory;

  /** Loads a spec that moves {@code x} by {@code action}, among {@code definitions}. */
  private Interchangeable of(String definitions, String action, String config) throws Exception {
    Files.writeString(
        directory.resolve("M.tla"),
        """
        ---- MODULE M ----
        EXTENDS Naturals, Sequences, FiniteSets, Bags, TLC
        CONSTANT Node
        VARIABLE x
        %s
        Init == x = {}
        Next == %s
        Spec == Init /\\ [][Next]_x
        ====
        """
            .formatted(definitions, action));
    return Subject.load(
            new SpecSource("M", List.of(directory), "M.cfg", "SPECIFICATION Spec\n" + config))
        .interchangeable();
  }

  private void assertAllAlike(Interchangeable found) {
    assertThat(found.obstacle()).isEmpty();
    assertThat(found.classes()).hasSize(1);
    assertThat(found.classes().getFirst()).hasSize(3);
  }

  private void assertNone(Interchangeable found, String obstacle) {
    assertThat(found.classes()).isEmpty();
    assertThat(found.obstacle().orElseThrow()).contains(obstacle);
  }

  @Test
  void all_are_where_nothing_tells_them_apart() throws Exception {
    String action = "\\E n \\in Node : x' = x \\cup {[who |-> n, says |-> \"hello\"]}";
    assertAllAlike(of("", action, MODEL_VALUES));
    assertAllAlike(of("", action, STRINGS));
  }

  @Test
  void none_are_where_the_spec_chooses() throws Exception {
    assertNone(
        of("", "x' = x \\cup {CHOOSE n \\in Node : n \\notin x}", MODEL_VALUES),
        "CHOOSE at M line 7");
    assertNone(
        of(
            "Some(S) == CHOOSE n \\in S : TRUE\nPut(n) == x' = x \\cup {n}",
            "Put(Some(Node \\ x))",
            MODEL_VALUES),
        "CHOOSE at M line 5");
    assertNone(
        of("", "LET F(S) == CHOOSE n \\in S : TRUE IN x' = {F(Node \\ x)}", MODEL_VALUES),
        "CHOOSE at M line 7");
    assertNone(
        of(
            "Map(F(_), S) == {F(n) : n \\in S}",
            "x' = Map(LAMBDA S : CHOOSE n \\in S : n \\notin x, {Node})",
            MODEL_VALUES),
        "CHOOSE at M line 7");
    assertNone(
        of(
            "Pick[S \\in SUBSET Node] == CHOOSE n \\in S : n \\notin x",
            "x' = {Pick[Node]}",
            MODEL_VALUES),
        "CHOOSE at M line 5");
  }

  @Test
  void a_choice_that_nothing_uses_does_not_matter() throws Exception {
    assertAllAlike(
        of("Unused == CHOOSE n \\in Node : n \\notin x", "x' \\in SUBSET Node", MODEL_VALUES));
  }

  @Test
  void a_choice_made_once_and_for_all_sets_apart_what_was_chosen() throws Exception {
    Interchangeable found =
        of(
            "Leader == CHOOSE n \\in Node : TRUE",
            "x' \\in SUBSET (Node \\ {Leader})",
            MODEL_VALUES);

    assertThat(found.classes().toString()).isEqualTo("[[b, c]]");
    assertThat(found.obstacle()).isEmpty();
  }

  @Test
  void a_choice_in_an_invariant_or_a_constraint_counts() throws Exception {
    String inv = "Inv == LET n == CHOOSE n \\in Node : x # {n} IN n \\notin x";
    assertNone(
        of(inv, "x' \\in SUBSET Node", MODEL_VALUES + "\nINVARIANT Inv"), "CHOOSE at M line 5");
    assertNone(
        of(inv, "x' \\in SUBSET Node", MODEL_VALUES + "\nCONSTRAINT Inv"), "CHOOSE at M line 5");
    assertNone(
        of(
            "Act == x' # {CHOOSE n \\in Node : n \\in x}",
            "x' \\in SUBSET Node",
            MODEL_VALUES + "\nACTION_CONSTRAINT Act"),
        "CHOOSE at M line 5");
  }

  @Test
  void a_choice_that_the_configuration_puts_in_place_counts() throws Exception {
    String definitions = "Pick(S) == S\nMCPick(S) == {CHOOSE n \\in S : n \\notin x}";
    String action = "x' = Pick(Node)";
    assertAllAlike(of(definitions, action, MODEL_VALUES));
    assertNone(
        of(definitions, action, MODEL_VALUES + " CONSTANT Pick <- MCPick"), "CHOOSE at M line 6");
    assertAllAlike(
        of(
            "MCPick(S) == S\nPick(S) == {CHOOSE n \\in S : n \\notin x}",
            action,
            MODEL_VALUES + " CONSTANT Pick <- MCPick"));
    assertNone(
        of(
            "CONSTANT Op(_)\nMCOp(S) == {CHOOSE n \\in S : n \\notin x}",
            "x' = Op(Node)",
            MODEL_VALUES + " CONSTANT Op <- MCOp"),
        "CHOOSE at M line 6");
  }

  @Test
  void a_choice_that_the_configuration_replaces_by_a_value_does_not_count() throws Exception {
    assertAllAlike(
        of(
            "None == CHOOSE n : n \\notin Node",
            "x' \\in SUBSET (Node \\cup {None})",
            MODEL_VALUES + " CONSTANT None = None"));
  }

  @Test
  void a_choice_in_an_instantiated_module_counts() throws Exception {
    Files.writeString(
        directory.resolve("Inner.tla"),
        """
        ---- MODULE Inner ----
        CONSTANT Set
        VARIABLE y
        Grow == y' \\in SUBSET Set
        Take == y' = {CHOOSE n \\in Set : n \\notin y}
        ====
        """);
    String instance = "I == INSTANCE Inner WITH Set <- Node, y <- x";
    assertAllAlike(of(instance, "I!Grow", MODEL_VALUES));
    assertNone(of(instance, "I!Take", MODEL_VALUES), "CHOOSE at Inner line 5");
    assertNone(
        of(
            "I == INSTANCE Inner WITH Set <- {CHOOSE n \\in Node : TRUE}, y <- x",
            "I!Grow",
            MODEL_VALUES),
        "CHOOSE at M line 5");
    assertNone(
        of(
            "J(s) == INSTANCE Inner WITH Set <- s, y <- x",
            "J({CHOOSE n \\in Node : TRUE})!Grow",
            MODEL_VALUES),
        "CHOOSE at M line 7");
    Interchangeable literal =
        of("I == INSTANCE Inner WITH Set <- Node \\ {\"n2\"}, y <- x", "I!Grow", STRINGS);
    assertThat(literal.classes().toString()).isEqualTo("[[\"n1\", \"n3\"]]");
  }

  @Test
  void operators_that_print_draw_or_count_tell_them_apart() throws Exception {
    assertNone(
        of("", "\\E n \\in Node : x' = {ToString(n)}", MODEL_VALUES),
        "ToString, which TLC evaluates in Java, at M line 7");
    assertNone(
        of("T == INSTANCE TLC", "\\E n \\in Node : x' = {T!ToString(n)}", MODEL_VALUES),
        "which TLC evaluates in Java, at M line 7");
    assertNone(of("", "x' = {RandomElement(Node)}", MODEL_VALUES), "RandomElement, which");
    assertNone(
        of("R == INSTANCE Randomization", "x' = R!RandomSubset(1, Node)", MODEL_VALUES),
        "RandomSubset, which");
    assertNone(of("R == RandomElement(Node)", "x' = {R}", MODEL_VALUES), "RandomElement, which");
    assertNone(of("", "x' = {TLCGet(1)}", MODEL_VALUES), "TLCGet, which");
  }

  @Test
  void operators_that_treat_all_alike_do_not() throws Exception {
    assertAllAlike(
        of(
            "Count(S) == Cardinality(S) + Len(<<S>>)",
            "/\\ Assert(Count(x) > 0, \"never\") /\\ PrintT(x) /\\ x' = DOMAIN (1 :> 2 @@ 2 :> 3)",
            MODEL_VALUES));
    assertAllAlike(
        of(
            "",
            "x' = BagToSet(SetToBag(x) (+) SetToBag(Node)) /\\ Permutations(x) # {}",
            MODEL_VALUES));
  }

  @Test
  void a_library_that_chooses_counts() throws Exception {
    assertNone(of("", "x' = SubBag(SetToBag(x))", MODEL_VALUES), "CHOOSE at Bags line");
  }

  @Test
  void strings_in_the_text_are_set_apart() throws Exception {
    assertThat(of("", "x' = x \\cup {\"n2\"} /\\ x' \\subseteq Node", STRINGS).classes().toString())
        .isEqualTo("[[\"n1\", \"n3\"]]");
    assertThat(
            of("", "\\E n \\in Node : x' = x \\cup {[n1 |-> n].n1}", STRINGS).classes().toString())
        .isEqualTo("[[\"n2\", \"n3\"]]");
    assertNone(
        of("", "x' \\in SUBSET (Node \\ {\"n1\", \"n2\", \"n3\"})", STRINGS),
        "the formulas name each of \"n1\", \"n2\", \"n3\"");
  }

  @Test
  void strings_are_not_where_operators_of_sequences_may_open_them() throws Exception {
    String opened = "\\E n \\in Node : x' = x \\cup {Len(n)}";
    assertNone(of("", opened, STRINGS), "Len at M line 7 may look inside of strings");
    assertAllAlike(of("", opened, MODEL_VALUES));
    assertNone(of("", "\\E n \\in Node : x' = x \\cup {n \\o \"!\"}", STRINGS), "\\o at M");
    assertNone(of("", "\\E n \\in Node : n \\in STRING /\\ x' = {n}", STRINGS), "STRING at M");
    assertNone(
        of("", "\\E <<a, b>> \\in Node : x' = {a}", STRINGS), "a tuple of bound names at M line 7");
  }

  @Test
  void strings_are_not_where_letters_spell_them() throws Exception {
    assertThat(
            of(
                    "",
                    "\\E n \\in Node : (n = <<\"a\", \"b\">>) /\\ x' = {n}",
                    "CONSTANT Node = {\"ab\", \"cd\", \"ef\"}")
                .classes()
                .toString())
        .isEqualTo("[[\"cd\", \"ef\"]]");
    assertThat(
            of("", "\\E n \\in Node : x' = {n}", "CONSTANT Node = {\"\", \"cd\", \"ef\"}")
                .classes()
                .toString())
        .isEqualTo("[[\"cd\", \"ef\"]]");
  }

  @Test
  void constants_set_them_apart() throws Exception {
    String both = "CONSTANT Node = {a, b, c, d} CONSTANT Other = ";
    assertThat(of("CONSTANT Other", "x' \\in {Node, Other}", both + "{a, b}").classes().toString())
        .isEqualTo("[[a, b], [c, d]]");
    assertThat(of("CONSTANT Other", "x' \\in {Node, Other}", both + "c").classes().toString())
        .isEqualTo("[[a, b, d]]");
    assertThat(of("CONSTANT Other", "x' \\in SUBSET Node", both + "c").classes().toString())
        .as("a constant that no formula uses")
        .isEqualTo("[[a, b, c, d]]");
    assertNone(
        of("CONSTANT Other", "x' \\in {Node, Other}", "CONSTANT Node = {a} CONSTANT Other = b"),
        "the values of the constants tell all of their strings and model values apart");
    assertNone(
        of("", "x' \\in SUBSET Node", "CONSTANT Node = {1, 2}"),
        "the constants have no strings and no model values");
  }

  @Test
  void the_sets_that_an_mc_module_defines_count_by_their_value() throws Exception {
    String definitions = "CONSTANTS r1, r2\nMCNode == {r1, r2}\nNames == {\"p\", \"q\"}";
    String config = "CONSTANT r1 = r1 CONSTANT r2 = r2 CONSTANT Node <- MCNode";
    assertThat(of(definitions, "x' \\in SUBSET Node", config).classes().toString())
        .isEqualTo("[[r1, r2]]");
    assertThat(of(definitions, "x' \\in SUBSET Node /\\ x # {r1}", config).classes()).isEmpty();
    assertThat(
            of(
                    definitions,
                    "x' \\in SUBSET Node",
                    "CONSTANT r1 = r1 CONSTANT r2 = r2 CONSTANT Node <- Names")
                .classes()
                .toString())
        .contains("[\"p\", \"q\"]");
  }

  @Test
  void kinds_do_not_mix() throws Exception {
    assertThat(
            of("", "x' \\in {{n} : n \\in Node}", "CONSTANT Node = {a, b, \"c\", \"d\"}")
                .classes()
                .toString())
        .isEqualTo("[[\"c\", \"d\"], [a, b]]");
    assertThat(
            of(
                    "CONSTANT Other",
                    "x' \\in {Node, Other}",
                    "CONSTANT Node = {A_1, A_2} CONSTANT Other = {B_1, B_2}")
                .classes()
                .toString())
        .isEqualTo("[[A_1, A_2], [B_1, B_2]]");
  }

  @Test
  void declared_symmetry_is_believed_in_spite_of_a_choice() throws Exception {
    String definitions =
        "CONSTANTS Other, a1, a2, a3\nPerms == Permutations(Node)\n"
            + "Rotations == {p \\in Permutations(Node) : \\A n \\in Node : p[n] # n}";
    String action = "x' = Other \\cup {CHOOSE n \\in Node : n \\notin x}";
    String config = "CONSTANTS a1 = a1 a2 = a2 a3 = a3 Node = {a1, a2, a3} Other = {} SYMMETRY ";

    Interchangeable found = of(definitions, action, config + "Perms");
    assertThat(found.classes().toString()).isEqualTo("[[a1, a2, a3]]");
    assertThat(found.obstacle()).hasValue("CHOOSE at M line 9");

    assertThat(of(definitions, action, config.replace("{}", "{a2}") + "Perms").classes().toString())
        .as("but not against a constant")
        .isEqualTo("[[a1, a3]]");
    assertThat(of(definitions, action, config + "Rotations").classes())
        .as("a declared rotation is not a swap")
        .isEmpty();
  }
}

package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecMutation.Operator;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.TreeNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;

/** The changes of expressions: of conditions, and of new values. */
final class ExpressionMutator {

  /** Where an expression stands. */
  enum Place {
    /** In a condition on the state before the step. */
    GUARD,
    /** In a new value, or in what an operator is given. */
    UPDATE,
    /** On one side of a comparison, where another word would be another way to negate it. */
    COMPARED
  }

  private static final Map<String, List<String>> COMPARISONS =
      Map.of(
          ">", List.of(">=", "<"),
          "\\geq", List.of(">", "<="),
          "<", List.of("<=", ">"),
          "\\leq", List.of("<", ">="));

  private static final Map<String, String> ARITHMETIC =
      Map.of("+", "-", "-", "+", "\\cup", "\\cap", "\\cap", "\\cup", "\\", "\\cap");

  private static final Map<String, String> EXTREMES =
      Map.of("Max", "Min", "Min", "Max", "max", "min", "min", "max");

  private final Mutator mutator;
  private final Words words;
  private final Map<String, TlaValue> constants;

  ExpressionMutator(Mutator mutator, Words words, Map<String, TlaValue> constants) {
    this.mutator = mutator;
    this.words = words;
    this.constants = constants;
  }

  /** The new value of a variable. */
  void updated(String variable, SemanticNode value) {
    if (value instanceof OpApplNode application) {
      String name = name(application);
      if (ARITHMETIC.containsKey(name) && application.getArgs().length == 2) {
        // To leave out the second operand is to drop the update, which has been done.
        token(application, 1, Operator.ARITHMETIC, name, ARITHMETIC.get(name));
        boolean grows = SourceText.of(application.getArgs()[0]).equals(variable);
        operands(application, !grows, name.equals("\\cup") || name.equals("\\cap"));
        values(application.getArgs(), Place.UPDATE);
        return;
      }
    }
    value(value, Place.UPDATE);
  }

  /** An expression. */
  void value(SemanticNode node, Place place) {
    switch (node) {
      case LabelNode label -> value(label.getBody(), place);
      case SubstInNode instance -> value(instance.getBody(), place);
      case LetInNode let -> {
        for (OpDefNode local : let.getLets()) {
          mutator.local(local);
        }
        value(let.getBody(), place);
      }
      case StringNode string -> {
        if (place == Place.UPDATE) {
          words
              .other(string.getRep().toString())
              .ifPresent(other -> mutator.change(Operator.SWAP_CONSTANT, string, quoted(other)));
        }
      }
      case NumeralNode number -> number(number);
      case OpApplNode application -> value(application, place);
      default -> {}
    }
  }

  private static String quoted(String word) {
    return '"' + word + '"';
  }

  private void number(NumeralNode number) {
    mutator.change(Operator.NUMBER, number, String.valueOf(number.val() + 1));
    if (number.val() > 0) {
      mutator.change(Operator.NUMBER, number, String.valueOf(number.val() - 1));
    }
  }

  private void value(OpApplNode application, Place place) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case 0 -> call(application, place);
      case ToolGlobals.OPCODE_eq -> compared(application, "=", "#");
      case ToolGlobals.OPCODE_noteq -> compared(application, name(application), "=");
      case ToolGlobals.OPCODE_in -> compared(application, "\\in", "\\notin");
      case ToolGlobals.OPCODE_notin -> compared(application, "\\notin", "\\in");
      case ToolGlobals.OPCODE_subseteq -> {
        allOf(application, 0, 1);
        values(arguments, Place.COMPARED);
      }
      case ToolGlobals.OPCODE_lnot -> {
        MutationText.movable(arguments[0])
            .ifPresent(inner -> mutator.change(Operator.NEGATE, application, inner));
        values(arguments, place);
      }
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land ->
          junction(arguments, "TRUE", Operator.DROP_GUARD, place);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor ->
          junction(arguments, "FALSE", Operator.DROP_OPERAND, place);
      case ToolGlobals.OPCODE_bf -> {
        token(application, 0, Operator.WEAKEN_QUORUM, "\\A", "\\E");
        quantifier(application);
        values(arguments, place);
      }
      case ToolGlobals.OPCODE_be -> {
        quantifier(application);
        values(arguments, place);
      }
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_case ->
          branches(application, branch -> value(branch, place));
      case ToolGlobals.OPCODE_cup, ToolGlobals.OPCODE_cap, ToolGlobals.OPCODE_setdiff ->
          sets(application, place);
      case ToolGlobals.OPCODE_se -> elements(application, place);
      case ToolGlobals.OPCODE_prime ->
          MutationText.movable(arguments[0])
              .ifPresent(old -> mutator.change(Operator.STALE_READ, application, old));
      case ToolGlobals.OPCODE_exc -> except(arguments);
      case ToolGlobals.OPCODE_rc, ToolGlobals.OPCODE_sor -> pairs(arguments, 0);
      case ToolGlobals.OPCODE_rs -> value(arguments[0], place);
      default -> values(arguments, place);
    }
  }

  private void values(ExprOrOpArgNode[] arguments, Place place) {
    for (ExprOrOpArgNode argument : arguments) {
      if (argument != null) {
        value(argument, place);
      }
    }
  }

  // Operators of the spec and of the standard modules.

  /** What the spec's own operators are given is as good as a new value: it ends up in one. */
  void call(OpApplNode application, Place place) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    String name = name(application);
    OpDefNode applied = mutator.applied(application);
    if (applied != null) {
      mutator.reach(applied);
      extreme(application, name);
      values(arguments, Place.UPDATE);
      return;
    }
    if (COMPARISONS.containsKey(name) && arguments.length == 2) {
      for (String other : COMPARISONS.getOrDefault(name, List.of())) {
        token(application, 1, Operator.COMPARISON, name, other);
      }
      values(arguments, Place.COMPARED);
      return;
    }
    if (ARITHMETIC.containsKey(name) && arguments.length == 2) {
      token(application, 1, Operator.ARITHMETIC, name, ARITHMETIC.getOrDefault(name, name));
      if (!(arguments[0] instanceof NumeralNode)) {
        operands(application, true, false);
      }
    }
    values(arguments, place);
  }

  private void extreme(OpApplNode application, String name) {
    String other = EXTREMES.getOrDefault(name, "");
    if (application.getOperator() instanceof OpDefNode operator
        && operator.getOriginallyDefinedInModuleNode() != null) {
      OpDefNode opposite = operator.getOriginallyDefinedInModuleNode().getOpDef(other);
      if (opposite != null && opposite.getArity() == operator.getArity()) {
        token(application, 0, Operator.ARITHMETIC, name, other);
      }
    }
  }

  // Conditions.

  private void compared(OpApplNode application, String operator, String opposite) {
    token(application, 1, Operator.NEGATE, operator, opposite);
    if (operator.equals("=")) {
      allOf(application, 0, 1);
      allOf(application, 1, 0);
    }
    values(application.getArgs(), Place.COMPARED);
  }

  /** All members of a fixed set are asked for: some would be enough, or none. */
  private void allOf(OpApplNode application, int set, int asked) {
    ExprOrOpArgNode all = application.getArgs()[set];
    ExprOrOpArgNode who = application.getArgs()[asked];
    if (!(constant(all) instanceof TlaValue.SetOf) || level(who) < LevelConstants.VariableLevel) {
      return;
    }
    Optional<String> some = MutationText.movable(who);
    if (some.isPresent()) {
      mutator.change(Operator.WEAKEN_QUORUM, application, some.get() + " # {}");
      mutator.change(
          Operator.WEAKEN_QUORUM, application, some.get() + " \\subseteq " + SourceText.of(all));
    }
  }

  /** The sets that a quantifier ranges over; a quorum of one is enough where it was of many. */
  void quantifier(OpApplNode quantifier) {
    ExprNode[] domains = quantifier.getBdedQuantBounds();
    if (domains == null) {
      return;
    }
    for (ExprNode domain : domains) {
      if (isSetOfSets(constant(domain))) {
        mutator.change(
            Operator.WEAKEN_QUORUM, domain, "{{q} : q \\in UNION " + SourceText.of(domain) + "}");
      }
      value(domain, Place.COMPARED);
    }
  }

  private static boolean isSetOfSets(Object value) {
    return value instanceof TlaValue.SetOf set
        && !set.elements().isEmpty()
        && set.elements().stream().allMatch(TlaValue.SetOf.class::isInstance);
  }

  /** The value of a constant that stands by itself, or something that is no value. */
  private Object constant(SemanticNode node) {
    return node instanceof OpApplNode application && application.getArgs().length == 0
        ? Optional.<Object>ofNullable(constants.get(name(application))).orElse("")
        : "";
  }

  private static int level(SemanticNode node) {
    return node instanceof LevelNode levelled ? levelled.getLevel() : 0;
  }

  private void junction(ExprOrOpArgNode[] parts, String neutral, Operator operator, Place place) {
    for (ExprOrOpArgNode part : parts) {
      mutator.change(operator, part, neutral);
      value(part, place);
    }
  }

  /** IF and CASE. */
  void branches(OpApplNode choice, Consumer<SemanticNode> inside) {
    for (Branch branch : Branch.of(choice)) {
      if (branch.condition() != null) {
        value(branch.condition(), Place.GUARD);
      }
      MutationText.movable(branch.body())
          .ifPresent(only -> mutator.change(Operator.ONE_BRANCH, choice, "(" + only + ")"));
      inside.accept(branch.body());
    }
  }

  // Sets and functions.

  private void sets(OpApplNode application, Place place) {
    String name = name(application);
    token(application, 1, Operator.ARITHMETIC, name, ARITHMETIC.getOrDefault(name, name));
    operands(application, true, !name.equals("\\"));
    values(application.getArgs(), place);
  }

  private void operands(OpApplNode application, boolean second, boolean first) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    if (second) {
      MutationText.movable(arguments[0])
          .ifPresent(left -> mutator.change(Operator.DROP_OPERAND, application, left));
    }
    if (first) {
      MutationText.movable(arguments[1])
          .ifPresent(right -> mutator.change(Operator.DROP_OPERAND, application, right));
    }
  }

  private void elements(OpApplNode set, Place place) {
    ExprOrOpArgNode[] elements = set.getArgs();
    if (elements.length > 1 && MutationText.movable(set).isPresent()) {
      for (int left = 0; left < elements.length; left++) {
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < elements.length; i++) {
          if (i != left) {
            rest.append(rest.isEmpty() ? "" : ", ").append(SourceText.of(elements[i]));
          }
        }
        mutator.change(Operator.DROP_OPERAND, set, "{" + rest + "}");
      }
    }
    values(elements, place);
  }

  /** A function with exceptions: what it is at other places, and what it is at these. */
  private void except(ExprOrOpArgNode[] arguments) {
    value(arguments[0], Place.COMPARED);
    pairs(arguments, 1);
  }

  /** The second parts of pairs; the first are names of fields, or places. */
  private void pairs(ExprOrOpArgNode[] arguments, int from) {
    for (int i = from; i < arguments.length; i++) {
      if (arguments[i] instanceof OpApplNode pair && pair.getArgs().length == 2) {
        value(pair.getArgs()[1], Place.UPDATE);
      }
    }
  }

  // The tree.

  /** The name of an operator; where there are several ways to write it, always the same one. */
  private static String name(OpApplNode application) {
    String name = application.getOperator().getName().toString();
    return switch (name) {
      case "\\union" -> "\\cup";
      case "\\intersect" -> "\\cap";
      case "/=" -> "#";
      case "=<", "<=" -> "\\leq";
      case ">=" -> "\\geq";
      default -> name;
    };
  }

  /** Replaces a token that stands by itself among the parts of an expression. */
  private void token(OpApplNode node, int heir, Operator operator, String token, String other) {
    TreeNode tree = node.getTreeNode();
    if (tree == null || tree.heirs() == null || tree.heirs().length <= heir) {
      return;
    }
    TreeNode found = tree.heirs()[heir];
    String written = SourceText.of(found);
    if (written.equals(token) || isAnotherWordFor(token, written)) {
      mutator.change(operator, found, other);
    }
  }

  private static boolean isAnotherWordFor(String token, String written) {
    return switch (token) {
      case "#" -> written.equals("/=");
      case "\\leq" -> List.of("<=", "=<").contains(written);
      case "\\geq" -> written.equals(">=");
      case "\\cup" -> written.equals("\\union");
      case "\\cap" -> written.equals("\\intersect");
      default -> false;
    };
  }
}

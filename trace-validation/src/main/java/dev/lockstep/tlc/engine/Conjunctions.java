package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;

/** Conjunctions in the syntax tree. */
final class Conjunctions {

  private Conjunctions() {}

  /** Returns the conjuncts of a formula, nested conjunctions opened; itself if it is none. */
  static List<SemanticNode> flat(SemanticNode formula) {
    List<SemanticNode> conjuncts = new ArrayList<>();
    collect(formula, conjuncts);
    return List.copyOf(conjuncts);
  }

  /**
   * Returns which of the conjuncts is a step to which the others only add: the only one that
   * applies an action of the spec, where the others are conditions on the state or say what stays
   * as it is. To one that {@linkplain #groups groups} actions they may add more.
   */
  static OptionalInt step(List<SemanticNode> conjuncts) {
    OptionalInt only = OptionalInt.empty();
    boolean group = false;
    boolean keepTheRest = true;
    for (int i = 0; i < conjuncts.size(); i++) {
      OpApplNode conjunct = conjuncts.get(i) instanceof OpApplNode applied ? applied : null;
      if (conjunct == null) {
        return OptionalInt.empty();
      }
      if (conjunct.getLevel() <= LevelConstants.VariableLevel) {
        continue;
      }
      if (conjunct.getOperator() instanceof OpDefNode operator
          && BuiltInOPs.getOpCode(operator.getName()) == 0
          && NextRelation.isOfTheSpec(operator)) {
        if (only.isPresent()) {
          return OptionalInt.empty();
        }
        only = OptionalInt.of(i);
        group = groups(operator);
      } else {
        keepTheRest &= code(conjunct) == ToolGlobals.OPCODE_unchanged;
      }
    }
    return keepTheRest || group ? only : OptionalInt.empty();
  }

  /** Says whether an operator only groups actions: a disjunction without parameters. */
  static boolean groups(OpDefNode operator) {
    SemanticNode body = operator.getBody();
    while (body instanceof OpApplNode quantifier && code(quantifier) == ToolGlobals.OPCODE_be) {
      body = quantifier.getArgs()[0];
    }
    return operator.getArity() == 0
        && body instanceof OpApplNode inner
        && (code(inner) == ToolGlobals.OPCODE_dl || code(inner) == ToolGlobals.OPCODE_lor);
  }

  /** Says whether a formula is the whole next-state relation. */
  @SuppressWarnings("ReferenceEquality") // nodes of one tree
  static boolean isAll(SemanticNode formula, FastTool tool) {
    Action next = tool.getNextStateSpec();
    return next != null && next.pred == formula;
  }

  private static int code(OpApplNode application) {
    return BuiltInOPs.getOpCode(application.getOperator().getName());
  }

  private static void collect(SemanticNode formula, List<SemanticNode> conjuncts) {
    if (formula instanceof LabelNode label) {
      collect(label.getBody(), conjuncts);
    } else if (formula instanceof OpApplNode application && isConjunction(application)) {
      for (ExprOrOpArgNode conjunct : application.getArgs()) {
        collect(conjunct, conjuncts);
      }
    } else {
      conjuncts.add(formula);
    }
  }

  private static boolean isConjunction(OpApplNode application) {
    int code = code(application);
    return code == ToolGlobals.OPCODE_cl || code == ToolGlobals.OPCODE_land;
  }
}

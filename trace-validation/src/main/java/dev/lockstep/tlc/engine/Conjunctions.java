package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.List;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;

/** Conjunctions in the syntax tree. */
final class Conjunctions {

  private Conjunctions() {}

  /** Returns the conjuncts of a formula, nested conjunctions opened; itself if it is none. */
  static List<SemanticNode> flat(SemanticNode formula) {
    List<SemanticNode> conjuncts = new ArrayList<>();
    collect(formula, conjuncts);
    return List.copyOf(conjuncts);
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
    int code = BuiltInOPs.getOpCode(application.getOperator().getName());
    return code == ToolGlobals.OPCODE_cl || code == ToolGlobals.OPCODE_land;
  }
}

package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
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

  private static final String BOUNDED = "MC";

  private Conjunctions() {}

  /** Returns the conjuncts of a formula, nested conjunctions opened; itself if it is none. */
  static List<SemanticNode> flat(SemanticNode formula) {
    List<SemanticNode> conjuncts = new ArrayList<>();
    collect(formula, conjuncts);
    return List.copyOf(conjuncts);
  }

  /**
   * Returns which of the conjuncts applies the operator X of which an operator is another version:
   * {@code MC<X>} bounds X for the model checker; {@code Extension<X>} is what the action X of
   * another module is in one that extends it.
   *
   * @param name how the operator is called where it is applied
   * @param definition what it stands for
   */
  static OptionalInt original(
      List<SemanticNode> conjuncts, String name, @Nullable OpDefNode definition) {
    for (int i = 0; i < conjuncts.size(); i++) {
      if (conjuncts.get(i) instanceof OpApplNode applied
          && applied.getOperator() instanceof OpDefNode operator
          && name.endsWith(operator.getName().toString())) {
        String prefix = name.substring(0, name.length() - operator.getName().toString().length());
        if (prefix.equals(BOUNDED)
            || (!prefix.isEmpty()
                && definition != null
                && applied.getLevel() == LevelConstants.ActionLevel
                && NextRelation.isOfTheSpec(operator)
                && !sameModule(operator, definition))) {
          return OptionalInt.of(i);
        }
      }
    }
    return OptionalInt.empty();
  }

  @SuppressWarnings("ReferenceEquality") // there is one node for each module
  private static boolean sameModule(OpDefNode operator, OpDefNode other) {
    return operator.getOriginallyDefinedInModuleNode() == other.getOriginallyDefinedInModuleNode();
  }

  /**
   * Returns which of the conjuncts is a step to which the others only add: the only one that
   * {@linkplain #groups groups} actions, whatever the others are; or the only one that applies an
   * action of the spec, where the others are conditions on the state or say what stays as it is.
   */
  static OptionalInt step(List<SemanticNode> conjuncts) {
    OptionalInt action = OptionalInt.empty();
    OptionalInt group = OptionalInt.empty();
    boolean isPlain = true;
    for (int i = 0; i < conjuncts.size(); i++) {
      if (!(conjuncts.get(i) instanceof OpApplNode conjunct)) {
        return OptionalInt.empty();
      }
      if (conjunct.getLevel() <= LevelConstants.VariableLevel) {
        continue;
      }
      if (conjunct.getOperator() instanceof OpDefNode operator
          && BuiltInOPs.getOpCode(operator.getName()) == 0
          && NextRelation.isOfTheSpec(operator)) {
        if (groups(operator)) {
          if (group.isPresent()) {
            return OptionalInt.empty();
          }
          group = OptionalInt.of(i);
        }
        isPlain &= action.isEmpty();
        action = OptionalInt.of(i);
      } else {
        isPlain &= code(conjunct) == ToolGlobals.OPCODE_unchanged;
      }
    }
    if (group.isPresent()) {
      return group;
    }
    return isPlain ? action : OptionalInt.empty();
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

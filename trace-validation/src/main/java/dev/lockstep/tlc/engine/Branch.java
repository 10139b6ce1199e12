package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;

/**
 * A branch of an IF or a CASE: the first whose condition is true is taken.
 *
 * @param condition the condition; null for what is taken if no other is
 */
record Branch(Part.Kind kind, @Nullable ExprOrOpArgNode condition, ExprOrOpArgNode body) {

  /** Returns the branches in the order in which they are tried. */
  static List<Branch> of(OpApplNode choice) {
    ExprOrOpArgNode[] arguments = choice.getArgs();
    if (BuiltInOPs.getOpCode(choice.getOperator().getName()) == ToolGlobals.OPCODE_ite) {
      return List.of(
          new Branch(Part.Kind.THEN, arguments[0], arguments[1]),
          new Branch(Part.Kind.ELSE, null, arguments[2]));
    }
    List<Branch> branches = new ArrayList<>();
    for (ExprOrOpArgNode argument : arguments) {
      ExprOrOpArgNode[] pair = ((OpApplNode) argument).getArgs();
      branches.add(
          new Branch(pair[0] == null ? Part.Kind.OTHER : Part.Kind.CASE, pair[0], pair[1]));
    }
    return branches;
  }
}

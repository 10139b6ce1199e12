package dev.lockstep.tlc.engine;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tla2sany.semantic.ExprNode;
import tlc2.tool.Action;
import tlc2.tool.ITool;
import tlc2.tool.TLCState;
import tlc2.tool.liveness.LiveExprNode;
import tlc2.tool.liveness.Liveness;
import tlc2.util.Context;

/**
 * A run that ends in a loop, on which temporal formulas can be evaluated. TLC turns a formula into
 * its normal form; the few temporal operators that are left in it are evaluated here, everything
 * below them by TLC.
 */
final class CheckLasso {

  private final ITool tool;
  private final List<TLCState> states;
  private final int loopsBackTo;

  CheckLasso(ITool tool, List<TLCState> states, int loopsBackTo) {
    this.tool = tool;
    this.states = states;
    this.loopsBackTo = loopsBackTo;
  }

  /** Says whether the temporal formula {@code property} holds of the run. */
  boolean holds(Action property) {
    try {
      Method normalForm =
          Liveness.class.getDeclaredMethod("astToLive", ITool.class, ExprNode.class, Context.class);
      normalForm.setAccessible(true);
      return holds(
          (LiveExprNode) normalForm.invoke(null, tool, (ExprNode) property.pred, property.con), 0);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is not the TLC that this class was written for", e);
    }
  }

  private boolean holds(LiveExprNode formula, int at) throws ReflectiveOperationException {
    if (formula.getLevel() <= 2) {
      return formula.eval(tool, states.get(at), states.get(after(at)));
    }
    return switch (formula.getClass().getSimpleName()) {
      case "LNAll" -> from(at).allMatch(holds(body(formula)));
      case "LNEven" -> from(at).anyMatch(holds(body(formula)));
      case "LNNeg" -> !holds(body(formula), at);
      case "LNConj" -> parts(formula).stream().allMatch(part -> holds(part).test(at));
      case "LNDisj" -> parts(formula).stream().anyMatch(part -> holds(part).test(at));
      default ->
          throw new IllegalStateException("a temporal formula of an unknown kind: " + formula);
    };
  }

  private IntPredicate holds(LiveExprNode formula) {
    return at -> {
      try {
        return holds(formula, at);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("this is not the TLC that this class was written for", e);
      }
    };
  }

  private int after(int at) {
    return at + 1 < states.size() ? at + 1 : loopsBackTo;
  }

  /** All states of the run from {@code at} on: once in the loop, all of the loop. */
  private IntStream from(int at) {
    return IntStream.range(Math.min(at, loopsBackTo), states.size());
  }

  // The classes of the normal form are not public, their methods are.

  private static LiveExprNode body(LiveExprNode formula) throws ReflectiveOperationException {
    Method body = formula.getClass().getMethod("getBody");
    body.setAccessible(true);
    return (LiveExprNode) body.invoke(formula);
  }

  private static List<LiveExprNode> parts(LiveExprNode formula)
      throws ReflectiveOperationException {
    Method count = formula.getClass().getMethod("getCount");
    count.setAccessible(true);
    Method body = formula.getClass().getMethod("getBody", int.class);
    body.setAccessible(true);
    LiveExprNode[] parts = new LiveExprNode[(Integer) count.invoke(formula)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = (LiveExprNode) body.invoke(formula, i);
    }
    return List.of(parts);
  }
}

package dev.lockstep.tlc.engine;

import dev.lockstep.value.TlaValue;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;

/** Collects the values of the variables, constants and parameters that a formula names. */
final class NamedValues {

  private static final int MAX_DEPTH = 60;

  /** The value of a definition is shown up to this length; it can be found in the module. */
  private static final int MAX_LENGTH = 200;

  private final FastTool tool;
  private final Values values;
  private final TLCState state;
  private final Context context;
  private final SortedMap<String, TlaValue> found;
  private final Set<SymbolNode> seen = new HashSet<>();

  NamedValues(
      FastTool tool,
      Values values,
      TLCState state,
      Context context,
      SortedMap<String, TlaValue> found) {
    this.tool = tool;
    this.values = values;
    this.state = state;
    this.context = context;
    this.found = found;
  }

  void collect(SemanticNode formula) {
    collect(formula, 0);
  }

  private void collect(SemanticNode formula, int depth) {
    if (formula == null || depth > MAX_DEPTH) {
      return;
    }
    if (formula instanceof OpApplNode application) {
      collect(application, depth);
    }
    SemanticNode[] children = formula.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        collect(child, depth + 1);
      }
    }
  }

  private void collect(OpApplNode application, int depth) {
    SymbolNode operator = application.getOperator();
    if (BuiltInOPs.getOpCode(operator.getName()) != 0 || !seen.add(operator)) {
      return;
    }
    switch (operator.getKind()) {
      case ASTConstants.VariableDeclKind, ASTConstants.ConstantDeclKind -> put(application);
      case ASTConstants.FormalParamKind -> {
        if (context.lookup(operator) != null) {
          put(application);
        }
      }
      case ASTConstants.UserDefinedOpKind -> {
        if (operator instanceof OpDefNode definition && !definition.isStandardModule()) {
          if (definition.getLevel() == LevelConstants.ConstantLevel) {
            put(application);
          }
          // Its own text is elsewhere: what it speaks of is what the reader wants to know.
          collect(definition.getBody(), depth + 1);
        }
      }
      default -> {
        // Nothing that has a value.
      }
    }
  }

  private void put(OpApplNode application) {
    if (application.getArgs().length > 0) {
      return;
    }
    try {
      IValue value = tool.eval(application, context, state);
      TlaValue shown = values.fromTlc(value);
      if (application.getOperator().getKind() != ASTConstants.UserDefinedOpKind
          || shown.toString().length() <= MAX_LENGTH) {
        found.put(application.getOperator().getName().toString(), shown);
      }
    } catch (RuntimeException | StackOverflowError e) {
      // Without a value there is nothing to show.
    }
  }
}

package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.Exercise;
import dev.lockstep.tlc.Part;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Value;

/**
 * Follows a step through the formulas that it makes true, and notes what it exercises of them. An
 * argument counts as evaluated even where the operator that it is given to has no use for it.
 */
final class PartTrace {

  /** A step that would need more than this is not looked into any further. */
  private static final int MAX_VISITS = 50_000;

  private final FastTool tool;
  private final PartList parts;
  private final TLCState from;
  private final TLCState to;
  private final TreeSet<Part> found = new TreeSet<>();
  private boolean complete = true;
  private int visits;

  PartTrace(FastTool tool, PartList parts, TLCState from, TLCState to) {
    this.tool = tool;
    this.parts = parts;
    this.from = from;
    this.to = to;
  }

  Exercise found() {
    return new Exercise(found, complete);
  }

  /** Says whether the step makes all of {@code conjuncts} true. */
  boolean holds(List<SemanticNode> conjuncts, Context context) {
    for (SemanticNode conjunct : conjuncts) {
      if (!holds(conjunct, context)) {
        return false;
      }
    }
    return true;
  }

  /** What cannot be evaluated is not the way that the step took. */
  private boolean holds(SemanticNode formula, Context context) {
    try {
      return value(formula, context) instanceof BoolValue truth && truth.val;
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  private Object value(SemanticNode expression, Context context) {
    return tool.eval(expression, context, from, to, EvalControl.Clear);
  }

  void add(SemanticNode way) {
    add(Part.Kind.DISJUNCT, way);
  }

  private void add(Part.Kind kind, SemanticNode node) {
    Part part = parts.part(kind, node);
    if (part != null) {
      found.add(part);
    }
  }

  /** Looks into {@code node}, which is true of the step. */
  void formula(SemanticNode node, Context context) {
    visit(node, context, true);
  }

  private void visit(SemanticNode node, Context context, boolean isTrue) {
    if (!parts.isFruitful(node)) {
      return;
    }
    if (++visits > MAX_VISITS) {
      complete = false;
      return;
    }
    try {
      switch (node) {
        case LabelNode label -> visit(label.getBody(), context, isTrue);
        case LetInNode let -> visit(let.getBody(), context, isTrue);
        case SubstInNode instance -> {
          Context inner = context;
          for (Subst substitution : instance.getSubsts()) {
            inner =
                inner.cons(
                    substitution.getOp(), tool.getVal(substitution.getExpr(), context, false));
          }
          visit(instance.getBody(), inner, isTrue);
        }
        case OpApplNode application -> {
          if (isTrue) {
            formula(application, context);
          } else {
            evaluated(application, context);
          }
        }
        default -> {
          if (isTrue) {
            add(Part.Kind.GUARD, node);
          }
        }
      }
    } catch (RuntimeException | StackOverflowError e) {
      complete = false;
    }
  }

  private void formula(OpApplNode application, Context context) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> {
        for (ExprOrOpArgNode conjunct : arguments) {
          visit(conjunct, context, true);
        }
      }
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> {
        for (ExprOrOpArgNode disjunct : arguments) {
          if (holds(disjunct, context)) {
            add(Part.Kind.DISJUNCT, disjunct);
            visit(disjunct, context, true);
          }
        }
      }
      case ToolGlobals.OPCODE_be, ToolGlobals.OPCODE_bf -> {
        domains(application, context);
        IContextEnumerator bindings = bindings(application, context);
        for (Context inner = bindings.nextElement();
            inner != null && visits <= MAX_VISITS;
            inner = bindings.nextElement()) {
          if (holds(arguments[0], inner)) {
            visit(arguments[0], inner, true);
          }
        }
      }
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_case -> branch(application, context, true);
      case 0 -> {
        if (!opened(application, context, true)) {
          conjunct(application, context);
        }
      }
      default -> conjunct(application, context);
    }
  }

  private void conjunct(OpApplNode application, Context context) {
    add(Part.Kind.GUARD, application);
    evaluated(application, context);
  }

  private void branch(OpApplNode application, Context context, boolean isTrue) {
    for (Branch branch : Branch.of(application)) {
      ExprOrOpArgNode condition = branch.condition();
      if (condition != null) {
        visit(condition, context, false);
      }
      if (condition == null || ((BoolValue) value(condition, context)).val) {
        add(branch.kind(), branch.body());
        visit(branch.body(), context, isTrue);
        return;
      }
    }
  }

  private void evaluated(OpApplNode application, Context context) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_case -> branch(application, context, false);
      case ToolGlobals.OPCODE_exc -> except(arguments, context);
      case ToolGlobals.OPCODE_bc -> domains(application, context);
      case 0 -> {
        if (!opened(application, context, false)) {
          all(arguments, context);
        }
      }
      default -> {
        if (domains(application, context) == 0) {
          all(arguments, context);
          return;
        }
        IContextEnumerator bindings = bindings(application, context);
        for (Context inner = bindings.nextElement();
            inner != null && visits <= MAX_VISITS;
            inner = bindings.nextElement()) {
          all(arguments, inner);
        }
      }
    }
  }

  private void all(@Nullable ExprOrOpArgNode[] nodes, Context context) {
    for (ExprOrOpArgNode node : nodes) {
      if (node != null) {
        visit(node, context, false);
      }
    }
  }

  /** Follows an application into the definition of the operator. */
  private boolean opened(OpApplNode application, Context context, boolean isTrue) {
    if (tool.lookup(application.getOperator(), context, from, false) instanceof OpDefNode definition
        && definition.getBody() != null
        && BuiltInOPs.getOpCode(definition.getName()) == 0
        && NextRelation.isOfTheSpec(definition)) {
      all(application.getArgs(), context);
      Context inner = tool.getOpContext(definition, application.getArgs(), context, true);
      visit(definition.getBody(), inner, isTrue);
      return true;
    }
    return false;
  }

  /** In the new value, {@code @} stands for the old one. */
  private void except(ExprOrOpArgNode[] arguments, Context context) {
    visit(arguments[0], context, false);
    Value old = (Value) value(arguments[0], context);
    for (int i = 1; i < arguments.length; i++) {
      ExprOrOpArgNode[] pair = ((OpApplNode) arguments[i]).getArgs();
      ExprOrOpArgNode[] keys = ((OpApplNode) pair[0]).getArgs();
      Value[] place = new Value[keys.length];
      for (int k = 0; k < keys.length; k++) {
        visit(keys[k], context, false);
        place[k] = (Value) value(keys[k], context);
      }
      Value there = old.select(place);
      if (there != null) {
        visit(pair[1], context.cons(ToolGlobals.EXCEPT_AT, there), false);
      }
    }
  }

  private IContextEnumerator bindings(OpApplNode quantifier, Context context) {
    return tool.contexts(quantifier, context, from, to, EvalControl.Clear);
  }

  /** Looks into the sets that are quantified over, and returns how many these are. */
  private int domains(OpApplNode application, Context context) {
    ExprNode[] domains = application.getBdedQuantBounds();
    if (domains == null) {
      return 0;
    }
    for (ExprNode domain : domains) {
      visit(domain, context, false);
    }
    return domains.length;
  }
}

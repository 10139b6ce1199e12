package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.Location;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.TLCState;
import tlc2.tool.TLCStateFun;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;

/**
 * Says which conjunct keeps an action from being enabled.
 *
 * <p>First the guards, in the order of the spec: conjuncts that speak of the state alone. Nested
 * conjunctions and applied operators are opened as far as there are conjunctions in them, so that
 * the smallest false one is found. Only if all of them hold and still no successor exists, the
 * conjuncts that speak of the next state are looked at: the first that no next state satisfies
 * together with those before it is the false one.
 */
final class Explainer {

  private static final int MAX_DEPTH = 40;

  private final FastTool tool;
  private final Values values;
  private final NextRelation next;
  private final Notes notes;

  Explainer(FastTool tool, Values values, NextRelation next) {
    this.tool = tool;
    this.values = values;
    this.next = next;
    this.notes = new Notes(tool, values);
  }

  List<ActionExplanation> explain(TLCState state, ActionFilter filter) throws SpecException {
    List<ActionExplanation> explanations = new ArrayList<>();
    next.walk(
        state,
        filter,
        (leaf, context, path) -> {
          Instance instance = new Instance(state);
          boolean enabled = instance.examine(leaf, context);
          explanations.add(new ActionExplanation(path.action(), instance.conjuncts, enabled));
        });
    return List.copyOf(explanations);
  }

  /** The parts of a formula and where their names are bound. */
  private record Parts(List<? extends SemanticNode> formulas, Context context) {}

  private final class Instance {
    private final TLCState state;
    private final List<Conjunct> conjuncts = new ArrayList<>();

    Instance(TLCState state) {
      this.state = state;
    }

    /** Fills in the conjuncts, and says whether there is a successor. */
    boolean examine(NextRelation.Leaf leaf, Context context) {
      Parts parts = new Parts(leaf.conjuncts(), context);
      if (!guardsHold(parts, 0)) {
        return false;
      }
      try {
        if (tool.getNextStates(leaf.action(), context, state).size() > 0) {
          return true;
        }
      } catch (RuntimeException | StackOverflowError e) {
        // What is wrong shows in the conjunct that is found below.
      }
      findUnsatisfiable(List.of(), parts, 0);
      return false;
    }

    private boolean guardsHold(Parts parts, int depth) {
      for (SemanticNode formula : parts.formulas()) {
        Parts opened = depth < MAX_DEPTH ? open(formula, parts.context()) : null;
        boolean holds =
            opened != null
                ? guardsHold(opened, depth + 1)
                : speaksOfNext(formula, parts.context()) || holds(formula, parts.context());
        if (!holds) {
          return false;
        }
      }
      return true;
    }

    private boolean speaksOfNext(SemanticNode formula, Context context) {
      return tool.getLevelBound(formula, context, tool.getId()) > LevelConstants.VariableLevel;
    }

    private boolean holds(SemanticNode formula, Context context) {
      try {
        if (tool.eval(formula, context, state) instanceof BoolValue truth) {
          add(
              formula,
              context,
              truth.val,
              truth.val ? List.of() : notes.of(formula, context, state));
          return truth.val;
        }
        add(formula, context, false, List.of("it is not true or false"));
      } catch (RuntimeException | StackOverflowError e) {
        add(formula, context, false, List.of("it cannot be evaluated: " + reason(e)));
      }
      return false;
    }

    private void findUnsatisfiable(List<SemanticNode> before, Parts parts, int depth) {
      List<SemanticNode> prefix = new ArrayList<>(before);
      for (SemanticNode formula : parts.formulas()) {
        prefix.add(formula);
        String unsatisfiable = unsatisfiable(prefix, parts.context());
        if (unsatisfiable == null) {
          continue;
        }
        Parts opened = depth < MAX_DEPTH ? open(formula, parts.context()) : null;
        if (opened != null) {
          prefix.removeLast();
          findUnsatisfiable(prefix, opened, depth + 1);
        } else {
          List<String> said = new ArrayList<>(notes.of(formula, parts.context(), state));
          if (!unsatisfiable.isEmpty()) {
            said.add(unsatisfiable);
          }
          add(formula, parts.context(), false, said);
        }
        return;
      }
    }

    /** Returns null if a next state satisfies all of the formulas, else a note or nothing. */
    private @Nullable String unsatisfiable(List<SemanticNode> formulas, Context context) {
      SemanticNode all = formulas.size() == 1 ? formulas.getFirst() : next.conjunction(formulas);
      try {
        return tool.enabled(all, context, state, TLCStateFun.Empty) == null ? "" : null;
      } catch (RuntimeException | StackOverflowError e) {
        return "it cannot be evaluated: " + reason(e);
      }
    }

    /** Returns what a formula is the conjunction of, or null if it is none. */
    private @Nullable Parts open(SemanticNode formula, Context context) {
      return switch (formula) {
        case LabelNode label -> new Parts(List.of(label.getBody()), context);
        case LetInNode let -> new Parts(List.of(let.getBody()), context);
        case SubstInNode instance -> {
          Context inner = context;
          for (Subst substitution : instance.getSubsts()) {
            inner =
                inner.cons(
                    substitution.getOp(), tool.getVal(substitution.getExpr(), context, false));
          }
          yield new Parts(List.of(instance.getBody()), inner);
        }
        case OpApplNode application -> open(application, context);
        default -> null;
      };
    }

    private @Nullable Parts open(OpApplNode application, Context context) {
      ExprOrOpArgNode[] arguments = application.getArgs();
      return switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
        case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land ->
            new Parts(List.of(arguments), context);
        case ToolGlobals.OPCODE_ite -> {
          if (speaksOfNext(arguments[0], context)) {
            yield null;
          }
          try {
            boolean truth = ((BoolValue) tool.eval(arguments[0], context, state)).val;
            yield new Parts(List.of(arguments[truth ? 1 : 2]), context);
          } catch (RuntimeException | StackOverflowError e) {
            yield null;
          }
        }
        case 0 -> {
          if (tool.lookup(application.getOperator(), context, state, false)
                  instanceof OpDefNode definition
              && BuiltInOPs.getOpCode(definition.getName()) == 0
              && (speaksOfNext(application, context) || isConjunction(definition.getBody()))) {
            yield new Parts(
                List.of(definition.getBody()),
                tool.getOpContext(definition, arguments, context, true));
          }
          yield null;
        }
        default -> null;
      };
    }

    private boolean isConjunction(SemanticNode formula) {
      return switch (formula) {
        case LabelNode label -> isConjunction(label.getBody());
        case LetInNode let -> isConjunction(let.getBody());
        case SubstInNode instance -> isConjunction(instance.getBody());
        default -> Conjunctions.flat(formula).size() > 1;
      };
    }

    private void add(SemanticNode formula, Context context, boolean truth, List<String> said) {
      Location place = formula.getLocation();
      SortedMap<String, TlaValue> named = new TreeMap<>();
      new NamedValues(tool, values, state, context, named).collect(formula);
      conjuncts.add(
          new Conjunct(
              String.valueOf(place.source()),
              place.beginLine(),
              place.beginColumn(),
              SourceText.of(formula),
              truth,
              Collections.unmodifiableSortedMap(named),
              said));
    }
  }

  private static String reason(Throwable failure) {
    return failure instanceof StackOverflowError
        ? "the evaluation does not come to an end"
        : String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
  }
}

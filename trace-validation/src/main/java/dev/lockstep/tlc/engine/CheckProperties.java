package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ModelChecker.Kind;
import dev.lockstep.tlc.ModelChecker.Violation;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import tla2sany.semantic.AssumeNode;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tla2sany.semantic.ThmOrAssumpDefNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.util.Vect;

/**
 * Which property of the configuration fell. TLC takes each property apart into conjuncts on the
 * first state, on steps and on whole runs, and names the conjunct, or for whole runs nothing at
 * all. Here the way from the property down to its conjuncts is walked once more, to find the way
 * back up.
 */
final class CheckProperties {

  /** A property of the configuration, and whether it comes out of an instance of a module. */
  private record Property(String name, boolean instance) {}

  private final Tool tool;
  private final IdentityHashMap<SemanticNode, Property> owners = new IdentityHashMap<>();

  CheckProperties(Tool tool) {
    this.tool = tool;
    Vect<?> names = tool.getModelConfig().getProperties();
    for (int i = 0; i < names.size(); i++) {
      String name = (String) names.elementAt(i);
      OpDefNode definition = tool.getRootModule().getOpDef(name);
      if (definition != null) {
        walk(new Property(name, false), definition.getBody());
      }
    }
  }

  /** The invariant {@code name} fell; it may be a property of the form {@code []P}. */
  Violation invariant(String name, TLCState state) {
    int fallen =
        first(
            tool.getInvariants().length,
            i ->
                tool.getInvNames()[i].equals(name)
                    && !tool.isValid(tool.getInvariants()[i], state));
    if (fallen < 0) {
      return new Violation(Kind.INVARIANT, name, "");
    }
    return owner(tool.getInvariants()[fallen])
        .map(
            property ->
                property.instance()
                    ? new Violation(
                        Kind.REFINEMENT,
                        property.name(),
                        "the last state breaks " + name + " of it")
                    : new Violation(Kind.INVARIANT, property.name(), ""))
        .orElseGet(() -> new Violation(Kind.INVARIANT, name, ""));
  }

  /** A property's conjunct on the first state fell. */
  Violation firstState(String name, TLCState state) {
    int fallen =
        first(
            tool.getImpliedInits().length,
            i ->
                tool.getImpliedInitNames()[i].equals(name)
                    && !tool.isValid(tool.getImpliedInits()[i], state));
    return fallen < 0
        ? new Violation(Kind.INITIAL_PROPERTY, name, "")
        : violation(
            tool.getImpliedInits()[fallen],
            name,
            Kind.INITIAL_PROPERTY,
            "the first state is none of its initial states");
  }

  /** A property's conjunct on steps fell. */
  Violation step(String name, TLCState before, TLCState after) {
    int fallen =
        first(
            tool.getImpliedActions().length,
            i ->
                tool.getImpliedActNames()[i].equals(name)
                    && !tool.isValid(tool.getImpliedActions()[i], before, after));
    return fallen < 0
        ? new Violation(Kind.ACTION_PROPERTY, name, "")
        : violation(
            tool.getImpliedActions()[fallen],
            name,
            Kind.ACTION_PROPERTY,
            "the last step is none of its steps, and changes its variables");
  }

  /** A property's conjunct on whole runs fell: TLC does not say which, the run does. */
  Violation run(List<TLCState> states, int loopsBackTo) {
    Action[] temporals = tool.getImpliedTemporals();
    if (temporals.length == 0) {
      return new Violation(Kind.TEMPORAL_PROPERTY, "", "");
    }
    CheckLasso lasso = new CheckLasso(tool, states, loopsBackTo);
    int fallen =
        temporals.length == 1 ? 0 : first(temporals.length, i -> !lasso.holds(temporals[i]));
    return fallen < 0
        ? new Violation(Kind.TEMPORAL_PROPERTY, "", "one of several temporal properties")
        : violation(
            temporals[fallen],
            tool.getImpliedTemporalNames()[fallen],
            Kind.TEMPORAL_PROPERTY,
            "the run breaks its fairness");
  }

  /** The assumption that TLC printed as {@code text} is false. */
  Violation assumption(String text) {
    for (ModuleNode module :
        tool.getSpecProcessor().getSpecObj().getExternalModuleTable().getModuleNodes()) {
      for (AssumeNode assumption : module.getAssumptions()) {
        ThmOrAssumpDefNode definition = assumption.getDef();
        if (definition != null && assumption.getAssume().toString().equals(text)) {
          return new Violation(Kind.ASSUMPTION, definition.getName().toString(), text);
        }
      }
    }
    return new Violation(Kind.ASSUMPTION, text, text);
  }

  private Violation violation(Action conjunct, String name, Kind kind, String detail) {
    Optional<Property> owner = owner(conjunct);
    return owner.map(Property::instance).orElse(false)
        ? new Violation(Kind.REFINEMENT, owner.orElseThrow().name(), detail)
        : new Violation(kind, owner.map(Property::name).orElse(name), "");
  }

  private Optional<Property> owner(Action conjunct) {
    return Optional.ofNullable(owners.get(inside(conjunct.pred)));
  }

  /** Notes {@code property} for all the nodes that TLC may take for a conjunct of it. */
  private void walk(Property property, SemanticNode node) {
    if (node instanceof SubstInNode substitution) {
      walk(new Property(property.name(), true), substitution.getBody());
      return;
    }
    owners.putIfAbsent(node, property);
    if (!(node instanceof OpApplNode application)) {
      return;
    }
    ExprOrOpArgNode[] arguments = application.getArgs();
    if (arguments.length == 0) {
      SymbolNode operator = application.getOperator();
      if (tool.lookup(operator, Context.Empty, false) instanceof OpDefNode definition
          && definition.getArity() == 0) {
        walk(property, definition.getBody());
      }
      return;
    }
    switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> {
        for (ExprOrOpArgNode conjunct : arguments) {
          walk(property, conjunct);
        }
      }
      case ToolGlobals.OPCODE_box, ToolGlobals.OPCODE_nop -> {
        if (arguments[0] instanceof ExprNode argument) {
          owners.putIfAbsent(inside(argument), property);
          if (BuiltInOPs.getOpCode(application.getOperator().getName()) == ToolGlobals.OPCODE_nop) {
            walk(property, argument);
          }
        }
      }
      default -> {}
    }
  }

  private static SemanticNode inside(SemanticNode node) {
    SemanticNode inner = node;
    while (inner instanceof SubstInNode substitution) {
      inner = substitution.getBody();
    }
    return inner;
  }

  private static int first(int end, IntPredicate condition) {
    for (int i = 0; i < end; i++) {
      if (condition.test(i)) {
        return i;
      }
    }
    return -1;
  }
}

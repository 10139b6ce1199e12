package dev.lockstep.tlc.engine;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;

/** What is worth saying about a formula that is false in a state. */
final class Notes {

  private static final int MAX_NAMED = 5;
  private static final int MAX_LENGTH = 160;

  private final FastTool tool;
  private final Values values;

  Notes(FastTool tool, Values values) {
    this.tool = tool;
    this.values = values;
  }

  List<String> of(SemanticNode formula, Context context, TLCState state) {
    try {
      return formula instanceof OpApplNode application
          ? new About(context, state).of(application, false)
          : List.of();
    } catch (RuntimeException | StackOverflowError e) {
      return List.of();
    }
  }

  private final class About {
    private final Context context;
    private final TLCState state;

    About(Context context, TLCState state) {
      this.context = context;
      this.state = state;
    }

    private TlaValue value(SemanticNode expression) {
      IValue value = tool.eval(expression, context, state);
      return values.fromTlc(value);
    }

    List<String> of(OpApplNode formula, boolean negated) {
      ExprOrOpArgNode[] sides = formula.getArgs();
      return switch (BuiltInOPs.getOpCode(formula.getOperator().getName())) {
        case ToolGlobals.OPCODE_eq -> negated ? same(sides[0]) : different(sides[0], sides[1]);
        case ToolGlobals.OPCODE_noteq -> negated ? different(sides[0], sides[1]) : same(sides[0]);
        case ToolGlobals.OPCODE_in -> member(sides[0], sides[1], negated);
        case ToolGlobals.OPCODE_notin -> member(sides[0], sides[1], !negated);
        case ToolGlobals.OPCODE_subseteq -> negated ? List.of() : notIncluded(sides[0], sides[1]);
        case ToolGlobals.OPCODE_lnot ->
            sides[0] instanceof OpApplNode inner ? of(inner, !negated) : List.of();
        case ToolGlobals.OPCODE_be -> negated ? List.of() : exists(formula);
        case ToolGlobals.OPCODE_bf -> negated ? List.of() : forAll(formula);
        case 0 -> applied(formula);
        default -> List.of();
      };
    }

    private List<String> same(SemanticNode side) {
      return isLiteral(side)
          ? List.of()
          : List.of("%s is %s".formatted(SourceText.of(side), shortened(value(side))));
    }

    private List<String> different(SemanticNode left, SemanticNode right) {
      TlaValue one = value(left);
      TlaValue other = value(right);
      String name = SourceText.of(left);
      if (one instanceof TlaValue.SetOf has && other instanceof TlaValue.SetOf wants) {
        return compared(name, has.elements(), wants.elements());
      }
      if (!isLiteral(right)) {
        SortedMap<TlaValue, TlaValue> has = mappings(one);
        SortedMap<TlaValue, TlaValue> wants = mappings(other);
        if (has != null && wants != null && has.keySet().equals(wants.keySet())) {
          return has.entrySet().stream()
              .filter(mapping -> !mapping.getValue().equals(wants.get(mapping.getKey())))
              .limit(MAX_NAMED)
              .map(
                  mapping ->
                      "%s[%s] is %s, not %s"
                          .formatted(
                              name,
                              mapping.getKey(),
                              shortened(mapping.getValue()),
                              wants.get(mapping.getKey())))
              .toList();
        }
      }
      return isLiteral(left)
          ? List.of("%s is %s, not %s".formatted(SourceText.of(right), shortened(other), one))
          : List.of("%s is %s, not %s".formatted(name, shortened(one), shortened(other)));
    }

    private List<String> compared(String name, SortedSet<TlaValue> has, SortedSet<TlaValue> wants) {
      List<String> notes = new ArrayList<>();
      SortedSet<TlaValue> missing = without(wants, has);
      if (!missing.isEmpty()) {
        notes.add("%s lacks %s".formatted(name, listed(missing)));
      }
      SortedSet<TlaValue> extra = without(has, wants);
      if (!extra.isEmpty()) {
        notes.add("%s has %s besides".formatted(name, listed(extra)));
      }
      return notes;
    }

    private List<String> member(SemanticNode element, SemanticNode set, boolean negated) {
      String name = SourceText.of(set);
      String shown = shortened(value(element));
      boolean varies = ((ExprOrOpArgNode) set).getLevel() > LevelConstants.ConstantLevel;
      if (varies && name.matches("[\\w!]+(\\[\\w+\\])?")) {
        return List.of("%s %s %s".formatted(name, negated ? "has" : "lacks", shown));
      }
      return List.of(
          isLiteral(element)
              ? "%s %s %s".formatted(name, negated ? "has" : "lacks", shown)
              : "%s is %s, which is %s %s"
                  .formatted(SourceText.of(element), shown, negated ? "in" : "not in", name));
    }

    private List<String> notIncluded(SemanticNode left, SemanticNode right) {
      if (value(left) instanceof TlaValue.SetOf has
          && value(right) instanceof TlaValue.SetOf wants) {
        return List.of(
            "%s has %s, which %s lacks"
                .formatted(
                    SourceText.of(left),
                    listed(without(has.elements(), wants.elements())),
                    SourceText.of(right)));
      }
      return List.of();
    }

    private List<String> exists(OpApplNode quantifier) {
      int count = 0;
      IContextEnumerator bindings =
          tool.contexts(quantifier, context, state, TLCState.Empty, EvalControl.Clear);
      while (bindings.nextElement() != null) {
        count++;
      }
      String domains = domains(quantifier);
      return List.of(
          count == 0
              ? domains + " has no element"
              : count == 1
                  ? "the only element of %s does not fit".formatted(domains)
                  : "none of the %d elements of %s fits".formatted(count, domains));
    }

    private List<String> forAll(OpApplNode quantifier) {
      List<String> failing = new ArrayList<>();
      int count = 0;
      IContextEnumerator bindings =
          tool.contexts(quantifier, context, state, TLCState.Empty, EvalControl.Clear);
      for (Context binding = bindings.nextElement();
          binding != null;
          binding = bindings.nextElement()) {
        if (tool.eval(quantifier.getArgs()[0], binding, state) instanceof BoolValue truth
            && !truth.val) {
          if (++count <= MAX_NAMED) {
            failing.add(bound(quantifier, binding));
          }
        }
      }
      return List.of(
          "false for "
              + String.join("; ", failing)
              + (count > MAX_NAMED ? " and %d more".formatted(count - MAX_NAMED) : ""));
    }

    private String bound(OpApplNode quantifier, Context binding) {
      List<String> names = new ArrayList<>();
      for (FormalParamNode[] formals : quantifier.getBdedQuantSymbolLists()) {
        for (FormalParamNode formal : formals) {
          if (binding.lookup(formal) instanceof IValue value) {
            names.add(formal.getName() + " = " + shortened(values.fromTlc(value)));
          }
        }
      }
      return String.join(", ", names);
    }

    private List<String> applied(OpApplNode formula) {
      String operator = formula.getOperator().getName().toString();
      ExprOrOpArgNode[] sides = formula.getArgs();
      if (sides.length == 2 && List.of("<", ">", "\\leq", "\\geq").contains(operator)) {
        List<String> notes = new ArrayList<>();
        for (ExprOrOpArgNode side : sides) {
          notes.addAll(same(side));
        }
        return notes.isEmpty() ? notes : List.of(String.join(", ", notes));
      }
      if (tool.lookup(formula.getOperator(), context, state, false) instanceof OpDefNode definition
          && !definition.isStandardModule()
          && definition.getBody() instanceof OpApplNode body) {
        List<String> notes = new ArrayList<>();
        notes.add(operator + " says " + cut(SourceText.of(body)));
        Context inner = tool.getOpContext(definition, sides, context, true);
        notes.addAll(new About(inner, state).of(body, false));
        return notes;
      }
      return List.of();
    }
  }

  private static String domains(OpApplNode quantifier) {
    List<String> texts = new ArrayList<>();
    for (ExprNode domain : quantifier.getBdedQuantBounds()) {
      texts.add(SourceText.of(domain));
    }
    return String.join(" \\X ", texts);
  }

  /** Says whether the text of an expression is its value: a number, a string, a truth value. */
  private static boolean isLiteral(SemanticNode expression) {
    return SourceText.of(expression).matches("\\d+|\"[^\"]*\"|TRUE|FALSE|\\{\\}|<<>>");
  }

  private static @Nullable SortedMap<TlaValue, TlaValue> mappings(TlaValue value) {
    return switch (value) {
      case TlaValue.FunctionOf function -> function.mappings();
      case TlaValue.RecordOf record -> {
        SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
        for (Map.Entry<String, TlaValue> field : record.fields().entrySet()) {
          mappings.put(TlaValue.of(field.getKey()), field.getValue());
        }
        yield mappings;
      }
      default -> null;
    };
  }

  private static SortedSet<TlaValue> without(
      SortedSet<TlaValue> elements, Collection<TlaValue> others) {
    SortedSet<TlaValue> rest = new TreeSet<>(elements);
    rest.removeAll(others);
    return rest;
  }

  private static String listed(SortedSet<TlaValue> elements) {
    String some =
        elements.stream().limit(MAX_NAMED).map(Notes::shortened).collect(Collectors.joining(", "));
    return elements.size() > MAX_NAMED
        ? some + " and %d more".formatted(elements.size() - MAX_NAMED)
        : some;
  }

  private static String shortened(TlaValue value) {
    return cut(value.toString());
  }

  private static String cut(String text) {
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
  }
}

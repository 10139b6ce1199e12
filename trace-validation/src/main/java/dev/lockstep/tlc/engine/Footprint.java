package dev.lockstep.tlc.engine;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.DecimalNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.OpRcdValue;
import tlc2.value.impl.OpValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.UserValue;
import tlc2.value.impl.Value;

/**
 * What the formulas that decide about states and steps rest on, read off their text: the values of
 * constants, the strings that they spell out, and whatever else may tell one atom from another.
 *
 * <p>A formula of TLA+ is built from operators that treat all atoms alike, down to what it spells
 * out and what its constants are. Only CHOOSE does not: it takes one of several elements, and TLC
 * takes the first in an order of its own. Nor need an operator that TLC evaluates in Java; those of
 * the standard modules are known.
 *
 * <p>A definition without parameters, variables and bound names has one value, which TLC computes
 * when it loads the spec. Such a value is a constant like any other: what its text uses does not
 * matter, only what it is. So {@code Leader == CHOOSE n \in Node : TRUE} sets one node apart and
 * leaves the others alike.
 */
final class Footprint {

  private final FastTool tool;
  private final Values values;
  private final Set<SymbolNode> open = new HashSet<>();
  private final Set<SymbolNode> closed = new HashSet<>();
  private final List<TlaValue> constants = new ArrayList<>();
  private final Set<String> literals = new TreeSet<>();
  private @Nullable String obstacle;
  private @Nullable String stringOperator;

  Footprint(FastTool tool, Values values) {
    this.tool = tool;
    this.values = values;
  }

  /** Returns the values that the formulas rest on. */
  List<TlaValue> constants() {
    return constants;
  }

  /** Returns the strings that the formulas spell out, names of fields included. */
  Set<String> literals() {
    return literals;
  }

  /** Returns what may tell any atom from any other, with its place. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /** Returns what may look inside of strings, with its place. */
  Optional<String> stringOperator() {
    return Optional.ofNullable(stringOperator);
  }

  /** Adds what the definition {@code root} rests on. */
  void add(OpDefNode root) {
    resolve(root, root, false);
  }

  /** Adds what the formula {@code root} rests on. */
  void add(SemanticNode root) {
    walk(root, false);
  }

  /**
   * Walks a formula.
   *
   * @param inValue whether the formula is a part of a definition whose value has been taken already
   */
  private void walk(@Nullable SemanticNode node, boolean inValue) {
    switch (node) {
      case null -> {
        // The guard of OTHER.
      }
      case OpApplNode application -> walk(application, inValue);
      case OpArgNode argument -> apply(argument.getOp(), argument, inValue);
      case LetInNode let -> walk(let.getBody(), inValue);
      case LabelNode label -> walk(label.getBody(), inValue);
      case SubstInNode instance -> {
        for (Subst substitution : instance.getSubsts()) {
          walk(substitution.getExpr(), inValue);
        }
        walk(instance.getBody(), inValue);
      }
      case StringNode string -> {
        if (!inValue) {
          literals.add(string.getRep().toString());
        }
      }
      case NumeralNode ignored -> {
        // The same for all.
      }
      case DecimalNode ignored -> {
        // The same for all.
      }
      case AtNode ignored -> {
        // Stands for a part of the EXCEPT around it.
      }
      default -> hinder("an unusual expression at " + place(node));
    }
  }

  private void walk(OpApplNode application, boolean inValue) {
    for (SemanticNode argument : application.getArgs()) {
      walk(argument, inValue);
    }
    for (SemanticNode domain : application.getBdedQuantBounds()) {
      walk(domain, inValue);
    }
    boolean[] tuples = application.isBdedQuantATuple();
    for (int i = 0; tuples != null && i < tuples.length; i++) {
      if (tuples[i]) {
        mayOpenStrings("a tuple of bound names", application, inValue);
      }
    }
    apply(application.getOperator(), application, inValue);
  }

  private void apply(SymbolNode operator, SemanticNode where, boolean inValue) {
    switch (BuiltInOPs.getOpCode(operator.getName())) {
      case ToolGlobals.OPCODE_bc, ToolGlobals.OPCODE_uc -> {
        if (!inValue) {
          hinder("CHOOSE at " + place(where));
        }
        return;
      }
      case 0 -> {
        // Defined or declared somewhere.
      }
      default -> {
        return;
      }
    }
    switch (operator.getKind()) {
      case ASTConstants.VariableDeclKind,
          ASTConstants.FormalParamKind,
          ASTConstants.BoundSymbolKind -> {
        // What they stand for is in a state, or is walked where it is bound.
      }
      case ASTConstants.BuiltInKind -> {
        if (operator.getName().toString().equals("STRING")) {
          mayOpenStrings("STRING", where, inValue);
        }
      }
      case ASTConstants.ConstantDeclKind, ASTConstants.UserDefinedOpKind ->
          resolve(operator, where, inValue);
      default -> hinder("an unusual operator, " + operator.getName() + ", at " + place(where));
    }
  }

  /** Looks at what stands for a declared constant or a definition, by text or configuration. */
  private void resolve(SymbolNode operator, SemanticNode where, boolean inValue) {
    if (!(inValue ? closed : open).add(operator)) {
      return;
    }
    Object found = tool.lookup(operator, Context.Empty, false);
    switch (found) {
      case OpDefNode definition -> {
        if (definition.equals(operator)) {
          walk(definition.getBody(), inValue);
        } else {
          resolve(definition, where, inValue);
        }
      }
      case OpRcdValue ignored ->
          hinder(operator.getName() + ", a table of the configuration, at " + place(where));
      case OpValue ignored -> java(operator, where, inValue);
      case UserValue ignored -> java(operator, where, inValue);
      case Value value -> value(operator, value, inValue);
      default -> {
        // A constant of an instantiated module: what is substituted for it was walked there.
        if (!(operator instanceof OpDeclNode)) {
          hinder("an unusual operator, " + operator.getName() + ", at " + place(where));
        }
      }
    }
  }

  /** An operator that TLC evaluates in Java. */
  private void java(SymbolNode operator, SemanticNode where, boolean inValue) {
    switch (JavaOperators.manner(operator)) {
      case ALIKE -> {
        // It treats all atoms alike.
      }
      case OPENS_STRINGS -> mayOpenStrings(operator.getName().toString(), where, inValue);
      case UNKNOWN ->
          hinder(operator.getName() + ", which TLC evaluates in Java, at " + place(where));
    }
  }

  private void mayOpenStrings(String what, SemanticNode where, boolean inValue) {
    if (!inValue && stringOperator == null) {
      stringOperator = what + " at " + place(where);
    }
  }

  /** A symbol that has one value: the value counts; where it is too large, the text does. */
  private void value(SymbolNode operator, Value value, boolean inValue) {
    if (inValue) {
      walkText(operator, true);
      return;
    }
    Optional<TlaValue> listed = listed(value);
    if (listed.isPresent()) {
      constants.add(listed.get());
      walkText(operator, true);
    } else if (operator instanceof OpDefNode) {
      walkText(operator, false);
    }
  }

  /** Walks the text that a value came from, which may depend on more than the text. */
  private void walkText(SymbolNode operator, boolean inValue) {
    if (operator instanceof OpDefNode definition) {
      walk(definition.getBody(), inValue);
    }
  }

  private Optional<TlaValue> listed(Value value) {
    Values.Settled settled = Values.settle(value);
    if (!settled.completely()) {
      return Optional.empty();
    }
    return switch (settled.value()) {
      case BoolValue known -> Optional.of(values.fromTlc(known));
      case StringValue known -> Optional.of(values.fromTlc(known));
      case ModelValue known -> Optional.of(values.fromTlc(known));
      case IntValue known -> Optional.of(values.fromTlc(known));
      case IntervalValue known -> Optional.of(values.fromTlc(known));
      case SetEnumValue known -> listedFrom(known);
      case TupleValue known -> listedFrom(known);
      case RecordValue known -> listedFrom(known);
      case FcnRcdValue known -> listedFrom(known);
      default -> Optional.empty();
    };
  }

  private Optional<TlaValue> listedFrom(Value value) {
    try {
      return Optional.of(values.fromTlc(value));
    } catch (IllegalArgumentException e) {
      // It contains a set that is not finite.
      return Optional.empty();
    }
  }

  /** Notes what may tell any atom from any other. */
  void hinder(String what) {
    if (obstacle == null) {
      obstacle = what;
    }
  }

  private static String place(SemanticNode node) {
    return node.getLocation().source() + " line " + node.getLocation().beginLine();
  }
}

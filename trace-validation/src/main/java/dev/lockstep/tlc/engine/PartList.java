package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.Part;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.Location;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;

/**
 * The parts of one action, found in the syntax tree. Goes where {@link PartTrace} goes, and tells
 * it where there is nothing to find.
 */
final class PartList {

  private static final int MAX_TEXT = 160;

  private final FastTool tool;
  private final String action;
  private final IdentityHashMap<SemanticNode, Map<Part.Kind, Part>> parts = new IdentityHashMap<>();
  private final Map<Part, Part> distinct = new HashMap<>();
  private final Set<SemanticNode> fruitful = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<OpDefNode> asFormula = new HashSet<>();
  private final Set<OpDefNode> asValue = new HashSet<>();
  private final Set<OpDefNode> open = new HashSet<>();

  PartList(FastTool tool, String action) {
    this.tool = tool;
    this.action = action;
  }

  Collection<Part> all() {
    return distinct.keySet();
  }

  /** Returns the part that {@code node} is. */
  @Nullable Part part(Part.Kind kind, SemanticNode node) {
    return parts.getOrDefault(node, Map.of()).get(kind);
  }

  /** Says whether there are parts in {@code node}. */
  boolean isFruitful(SemanticNode node) {
    return fruitful.contains(node);
  }

  void add(Part.Kind kind, SemanticNode node) {
    Location place = node.getLocation();
    String text = SourceText.of(node);
    Part part =
        new Part(
            action,
            kind,
            String.valueOf(place.source()),
            place.beginLine(),
            place.beginColumn(),
            text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…");
    Part known = distinct.putIfAbsent(part, part);
    parts.computeIfAbsent(node, ignored -> new HashMap<>()).put(kind, known == null ? part : known);
  }

  /** An operator that applies itself may be fruitful as long as it is not known to the end. */
  private boolean mayBeFruitful(OpDefNode definition) {
    return open.contains(definition) || isFruitful(definition.getBody());
  }

  private static boolean any(boolean one, boolean other) {
    return one || other;
  }

  private boolean mark(SemanticNode node, boolean found) {
    if (found) {
      fruitful.add(node);
    }
    return found;
  }

  /** Looks into a formula that a step makes true. */
  boolean formula(SemanticNode node) {
    boolean found =
        switch (node) {
          case LabelNode label -> formula(label.getBody());
          case LetInNode let -> formula(let.getBody());
          case SubstInNode instance -> formula(instance.getBody());
          case OpApplNode application -> formula(application);
          default -> conjunct(node);
        };
    return mark(node, found);
  }

  private boolean formula(OpApplNode application) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    return switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> {
        boolean found = false;
        for (ExprOrOpArgNode conjunct : arguments) {
          found |= formula(conjunct);
        }
        yield found;
      }
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> {
        for (ExprOrOpArgNode disjunct : arguments) {
          add(Part.Kind.DISJUNCT, disjunct);
          formula(disjunct);
        }
        yield true;
      }
      case ToolGlobals.OPCODE_be, ToolGlobals.OPCODE_bf ->
          any(domains(application), formula(arguments[0]));
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_case -> branches(application, true);
      case 0 -> {
        OpDefNode definition = definition(application);
        if (definition == null) {
          yield conjunct(application);
        }
        boolean found = values(arguments);
        if (asFormula.add(definition)) {
          open.add(definition);
          formula(definition.getBody());
          open.remove(definition);
        }
        yield any(found, mayBeFruitful(definition));
      }
      default -> conjunct(application);
    };
  }

  private boolean conjunct(SemanticNode node) {
    if (isGuard(node)) {
      add(Part.Kind.GUARD, node);
      value(node);
      return true;
    }
    return value(node);
  }

  static boolean isGuard(SemanticNode node) {
    return node instanceof LevelNode levelled
        && levelled.getLevel() <= LevelConstants.VariableLevel;
  }

  private boolean branches(OpApplNode application, boolean formula) {
    for (Branch branch : Branch.of(application)) {
      if (branch.condition() != null) {
        value(branch.condition());
      }
      add(branch.kind(), branch.body());
      boolean ignored = formula ? formula(branch.body()) : value(branch.body());
    }
    return true;
  }

  /** Looks into an expression that is evaluated. */
  private boolean value(SemanticNode node) {
    boolean found =
        switch (node) {
          case LabelNode label -> value(label.getBody());
          case LetInNode let -> value(let.getBody());
          case SubstInNode instance -> value(instance.getBody());
          case OpApplNode application -> value(application);
          default -> false;
        };
    return mark(node, found);
  }

  private boolean value(OpApplNode application) {
    ExprOrOpArgNode[] arguments = application.getArgs();
    return switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_case -> branches(application, false);
      case ToolGlobals.OPCODE_prime,
          ToolGlobals.OPCODE_unchanged,
          ToolGlobals.OPCODE_enabled,
          ToolGlobals.OPCODE_uc ->
          false;
      case ToolGlobals.OPCODE_bc -> domains(application);
      case 0 -> {
        boolean found = values(arguments);
        OpDefNode definition = definition(application);
        if (definition != null) {
          if (asValue.add(definition)) {
            open.add(definition);
            value(definition.getBody());
            open.remove(definition);
          }
          found |= mayBeFruitful(definition);
        }
        yield found;
      }
      default -> any(domains(application), values(arguments));
    };
  }

  private boolean values(ExprOrOpArgNode[] nodes) {
    boolean found = false;
    for (ExprOrOpArgNode node : nodes) {
      if (node != null) {
        found |= value(node);
      }
    }
    return found;
  }

  private boolean domains(OpApplNode application) {
    boolean found = false;
    ExprNode[] domains = application.getBdedQuantBounds();
    if (domains != null) {
      for (ExprNode domain : domains) {
        found |= value(domain);
      }
    }
    return found;
  }

  /** Returns the definition in the spec of what is applied, if it can be known without a state. */
  private @Nullable OpDefNode definition(OpApplNode application) {
    return tool.lookup(application.getOperator(), Context.Empty, false)
                instanceof OpDefNode definition
            && BuiltInOPs.getOpCode(definition.getName()) == 0
            && definition.getBody() != null
            && NextRelation.isOfTheSpec(definition)
        ? definition
        : null;
  }
}

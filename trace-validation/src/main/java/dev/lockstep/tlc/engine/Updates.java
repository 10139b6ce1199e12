package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.Vect;

/** What a formula gives its variables: the new values, the old ones, and the first ones. */
final class Updates {

  /** Actions that take a process down or bring it back, by their names. */
  private static final Pattern CRASH =
      Pattern.compile("(?i).*(crash|restart|recover|reboot|fail|die|kill).*");

  /**
   * A new value of a variable.
   *
   * @param variable the variable
   * @param target it, as it is written, with its prime
   * @param value what it will be, or a set of which it will be one
   */
  record Update(String variable, String target, ExprOrOpArgNode value) {}

  /**
   * A variable that a crash loses.
   *
   * @param unchanged the {@code UNCHANGED} that it is part of
   * @param after what stands there if it is lost
   */
  record Lost(SemanticNode unchanged, String after) {}

  /**
   * A process that crashes.
   *
   * @param name what it is called there
   * @param among the set of which it is one, as far as that is known; else nothing
   */
  private record OfProcess(String name, String among) {}

  private final FastTool tool;
  private final Map<String, ExprOrOpArgNode> initial = new HashMap<>();

  Updates(FastTool tool) {
    this.tool = tool;
    Vect<?> parts = tool.getInitStateSpec();
    for (int i = 0; parts != null && i < parts.size(); i++) {
      initial(((Action) parts.elementAt(i)).pred);
    }
  }

  private void initial(SemanticNode node) {
    for (SemanticNode conjunct : Conjunctions.flat(node)) {
      if (!(conjunct instanceof OpApplNode application)) {
        continue;
      }
      ExprOrOpArgNode[] arguments = application.getArgs();
      if (code(application) == ToolGlobals.OPCODE_eq) {
        String variable = variable(arguments[0]);
        if (variable != null) {
          initial.put(variable, arguments[1]);
        }
      } else if (code(application) == 0 && arguments.length == 0) {
        OpDefNode definition = definition(application);
        if (definition != null) {
          initial(definition.getBody());
        }
      }
    }
  }

  /** Returns {@code UNCHANGED} of variables. */
  static String unchanged(Set<String> variables) {
    return variables.size() == 1
        ? "UNCHANGED " + variables.iterator().next()
        : "UNCHANGED <<" + String.join(", ", variables) + ">>";
  }

  /** Returns the update that a formula is, if it is one. */
  Optional<Update> update(SemanticNode node) {
    if (node instanceof OpApplNode application
        && (code(application) == ToolGlobals.OPCODE_eq
            || code(application) == ToolGlobals.OPCODE_in)
        && application.getArgs()[0] instanceof OpApplNode prime
        && code(prime) == ToolGlobals.OPCODE_prime) {
      String variable = variable(prime.getArgs()[0]);
      if (variable != null) {
        return Optional.of(new Update(variable, SourceText.of(prime), application.getArgs()[1]));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the variables that the operator gives a value that {@code call} applies; none if that
   * cannot be told, or it says nothing else than that they stay.
   */
  Optional<Set<String>> of(SemanticNode call) {
    Set<String> changed = new TreeSet<>();
    Set<String> kept = new TreeSet<>();
    boolean known = collect(call, changed, kept, new HashSet<>());
    if (!known || changed.isEmpty()) {
      return Optional.empty();
    }
    changed.addAll(kept);
    return Optional.of(changed);
  }

  private boolean collect(
      SemanticNode node, Set<String> changed, Set<String> kept, Set<OpDefNode> open) {
    return switch (node) {
      case LabelNode label -> collect(label.getBody(), changed, kept, open);
      case LetInNode let -> collect(let.getBody(), changed, kept, open);
      case OpApplNode application -> collect(application, changed, kept, open);
      default -> true;
    };
  }

  private boolean collect(
      OpApplNode application, Set<String> changed, Set<String> kept, Set<OpDefNode> open) {
    Optional<Update> update = update(application);
    if (update.isPresent()) {
      changed.add(update.get().variable());
      return true;
    }
    return switch (code(application)) {
      case ToolGlobals.OPCODE_unchanged -> variables(application.getArgs()[0], kept);
      case 0 -> {
        OpDefNode definition = definition(application);
        if (definition == null) {
          yield application.getLevel() <= LevelConstants.VariableLevel;
        }
        // The variables of an instance have other names here.
        yield !definition.getName().toString().contains("!")
            && (!open.add(definition) || collect(definition.getBody(), changed, kept, open));
      }
      default -> {
        boolean known = true;
        for (ExprOrOpArgNode argument : application.getArgs()) {
          known &= argument == null || collect(argument, changed, kept, open);
        }
        yield known;
      }
    };
  }

  /** Adds the variables of an expression as it stands behind {@code UNCHANGED}. */
  private boolean variables(SemanticNode node, Set<String> variables) {
    String variable = variable(node);
    if (variable != null) {
      variables.add(variable);
      return true;
    }
    if (!(node instanceof OpApplNode application)) {
      return false;
    }
    if (code(application) == ToolGlobals.OPCODE_tup) {
      boolean known = true;
      for (ExprOrOpArgNode element : application.getArgs()) {
        known &= variables(element, variables);
      }
      return known;
    }
    OpDefNode definition = definition(application);
    return definition != null
        && definition.getArity() == 0
        && variables(definition.getBody(), variables);
  }

  // Crashes.

  /**
   * Returns what an action that takes a process down or brings it back could lose: variables that
   * it leaves alone, and that belong to a process in the same way as those that it changes.
   *
   * @param name the name of the action
   */
  List<Lost> crashed(String name, ExprOrOpArgNode[] conjuncts) {
    List<Lost> lost = new ArrayList<>();
    if (!CRASH.matcher(name).matches()) {
      return lost;
    }
    Set<OfProcess> processes = new HashSet<>();
    for (ExprOrOpArgNode conjunct : conjuncts) {
      process(conjunct).ifPresent(processes::add);
    }
    if (processes.size() > 1) {
      return lost;
    }
    Optional<OfProcess> process = processes.stream().findFirst();
    for (ExprOrOpArgNode conjunct : conjuncts) {
      if (conjunct instanceof OpApplNode application
          && code(application) == ToolGlobals.OPCODE_unchanged) {
        lost.addAll(lost(application, process));
      }
    }
    return lost;
  }

  private List<Lost> lost(OpApplNode unchanged, Optional<OfProcess> process) {
    Set<String> variables = new TreeSet<>();
    List<Lost> lost = new ArrayList<>();
    if (!variables(unchanged.getArgs()[0], variables)) {
      return lost;
    }
    for (String variable : variables) {
      reset(variable, process)
          .ifPresent(
              reset -> {
                Set<String> rest = new TreeSet<>(variables);
                rest.remove(variable);
                lost.add(
                    new Lost(
                        unchanged, rest.isEmpty() ? reset : unchanged(rest) + " /\\ " + reset));
              });
    }
    return lost;
  }

  private Optional<String> reset(String variable, Optional<OfProcess> process) {
    ExprOrOpArgNode first = initial.get(variable);
    if (first == null || MutationText.movable(first).isEmpty()) {
      return Optional.empty();
    }
    String value = SourceText.of(first);
    boolean isFunction =
        first instanceof OpApplNode function
            && (code(function) == ToolGlobals.OPCODE_fc
                || code(function) == ToolGlobals.OPCODE_nrfs);
    if (!isFunction) {
      return process.isPresent() ? Optional.empty() : Optional.of(variable + "' = " + value);
    }
    return process
        .filter(p -> p.among().equals(among(variable)))
        .map(
            p ->
                "%s' = [%s EXCEPT ![%s] = %s]"
                    .formatted(
                        variable, variable, p.name(), at((OpApplNode) first, value, p.name())));
  }

  /** Returns of what a variable is a function in the beginning, as it is written; or nothing. */
  private String among(String variable) {
    return initial.get(variable) instanceof OpApplNode function
            && function.getBdedQuantBounds() != null
            && function.getBdedQuantBounds().length == 1
        ? SourceText.of(function.getBdedQuantBounds()[0])
        : "";
  }

  /** The function's value for one process, without the function where it does not matter. */
  private static String at(OpApplNode function, String text, String process) {
    ExprOrOpArgNode body = function.getArgs()[0];
    Set<String> bound = new HashSet<>();
    for (FormalParamNode[] symbols : function.getBdedQuantSymbolLists()) {
      for (FormalParamNode symbol : symbols) {
        bound.add(symbol.getName().toString());
      }
    }
    return mentions(body, bound) ? text + "[" + process + "]" : SourceText.of(body);
  }

  private static boolean mentions(SemanticNode node, Set<String> names) {
    if (node instanceof OpApplNode application
        && names.contains(application.getOperator().getName().toString())) {
      return true;
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null && mentions(child, names)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the process whose part of a variable a formula changes. */
  private Optional<OfProcess> process(SemanticNode node) {
    Optional<Update> update = update(node);
    if (update.isPresent()) {
      return update.get().value() instanceof OpApplNode except
              && code(except) == ToolGlobals.OPCODE_exc
              && except.getArgs().length > 1
              && except.getArgs()[1] instanceof OpApplNode pair
              && pair.getArgs()[0] instanceof OpApplNode path
              && path.getArgs().length > 0
          ? Optional.of(
              new OfProcess(SourceText.of(path.getArgs()[0]), among(update.get().variable())))
          : Optional.empty();
    }
    if (node instanceof OpApplNode application && code(application) == 0) {
      OpDefNode definition = definition(application);
      if (definition != null) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < application.getArgs().length; i++) {
          arguments.put(
              definition.getParams()[i].getName().toString(),
              SourceText.of(application.getArgs()[i]));
        }
        for (SemanticNode conjunct : Conjunctions.flat(definition.getBody())) {
          Optional<OfProcess> inside =
              update(conjunct).isPresent() ? process(conjunct) : Optional.empty();
          if (inside.isPresent()) {
            return inside.map(
                parameter ->
                    new OfProcess(
                        arguments.getOrDefault(parameter.name(), parameter.name()),
                        parameter.among()));
          }
        }
      }
    }
    return Optional.empty();
  }

  // The tree.

  private static @Nullable String variable(SemanticNode node) {
    return node instanceof OpApplNode application
            && application.getArgs().length == 0
            && application.getOperator() instanceof OpDeclNode declared
            && declared.getKind() == tla2sany.semantic.ASTConstants.VariableDeclKind
        ? declared.getName().toString()
        : null;
  }

  private @Nullable OpDefNode definition(OpApplNode application) {
    return tool.lookup(application.getOperator(), Context.Empty, false)
                instanceof OpDefNode definition
            && definition.getBody() != null
            && BuiltInOPs.getOpCode(definition.getName()) == 0
        ? definition
        : null;
  }

  private static int code(OpApplNode application) {
    return BuiltInOPs.getOpCode(application.getOperator().getName());
  }
}

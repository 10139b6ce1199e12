package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecMutation;
import dev.lockstep.tlc.SpecMutation.Operator;
import dev.lockstep.value.TlaValue;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.TreeNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;

/**
 * Lists the small changes that can be made to a spec: in what the next-state relation and the
 * fairness conditions apply, and nowhere else. What only a property applies is left alone, for a
 * change of a property is no fault of the protocol.
 */
final class Mutator {

  private final FastTool tool;
  private final MutationText text;
  private final Set<SpecMutation> all = new TreeSet<>();
  private final Deque<OpDefNode> queue = new ArrayDeque<>();
  private final Set<OpDefNode> seen = new HashSet<>();
  private final Updates updates;
  private final ExpressionMutator expressions;
  private String definition = "";

  private Mutator(
      FastTool tool, Map<String, TlaValue> constants, Function<String, Optional<Path>> files) {
    this.tool = tool;
    this.text = new MutationText(files);
    this.updates = new Updates(tool);
    this.expressions = new ExpressionMutator(this, new Words(tool), constants);
  }

  /**
   * Returns the changes, by place.
   *
   * @param constants the values of the constants, by name
   * @param files the file of a module by its name; none for a standard module
   */
  static List<SpecMutation> mutations(
      FastTool tool, Map<String, TlaValue> constants, Function<String, Optional<Path>> files) {
    Mutator mutator = new Mutator(tool, constants, files);
    mutator.run();
    return List.copyOf(mutator.all);
  }

  private void run() {
    Action next = tool.getNextStateSpec();
    if (next != null) {
      if (next.getOpDef() != null) {
        reach(next.getOpDef());
      } else {
        definition = "Next";
        formula(next.pred);
      }
    }
    String specification = tool.getModelConfig().getSpec();
    if (tool.getModelConfig().configDefinesSpecification()) {
      OpDefNode spec = tool.getRootModule().getOpDef(specification);
      if (spec != null) {
        definition = spec.getName().toString();
        fairness(spec.getBody());
      }
    }
    while (!queue.isEmpty()) {
      OpDefNode reached = queue.remove();
      definition = Optional.ofNullable(reached.getSource()).orElse(reached).getName().toString();
      body(reached);
    }
  }

  private void body(OpDefNode reached) {
    SemanticNode body = reached.getBody();
    switch (reached.getLevel()) {
      case LevelConstants.TemporalLevel -> fairness(body);
      case LevelConstants.ActionLevel -> formula(body);
      default -> expressions.value(body, ExpressionMutator.Place.GUARD);
    }
  }

  // What the expressions need, too.

  /** Notes that a definition is applied. */
  void reach(OpDefNode reached) {
    if (NextRelation.isOfTheSpec(reached) && reached.getBody() != null && seen.add(reached)) {
      queue.add(reached);
    }
  }

  /** Returns the definition in the spec of what is applied, if it can be known without a state. */
  @Nullable OpDefNode applied(OpApplNode application) {
    return tool.lookup(application.getOperator(), Context.Empty, false) instanceof OpDefNode found
            && BuiltInOPs.getOpCode(found.getName()) == 0
            && found.getBody() != null
            && NextRelation.isOfTheSpec(found)
        ? found
        : null;
  }

  /** Notes a change. */
  void change(Operator operator, SemanticNode node, String after) {
    if (node instanceof AtNode) {
      // Its place in the tree is that of the whole exception.
      return;
    }
    change(operator, definition, node.getTreeNode(), after);
  }

  /** Notes a change of a token or another part of an expression. */
  void change(Operator operator, TreeNode tree, String after) {
    change(operator, definition, tree, after);
  }

  private void change(Operator operator, String of, @Nullable TreeNode tree, String after) {
    if (tree != null) {
      text.replace(operator, of, tree, after).ifPresent(all::add);
    }
  }

  // Formulas with primes.

  private void formula(SemanticNode node) {
    switch (node) {
      case LabelNode label -> formula(label.getBody());
      case SubstInNode instance -> formula(instance.getBody());
      case LetInNode let -> {
        for (OpDefNode local : let.getLets()) {
          local(local);
        }
        formula(let.getBody());
      }
      case OpApplNode application -> formula(application);
      default -> {}
    }
  }

  /** A definition inside of another one is changed as a part of that. */
  void local(OpDefNode local) {
    if (seen.add(local)) {
      body(local);
    }
  }

  private void formula(OpApplNode application) {
    if (application.getLevel() <= LevelConstants.VariableLevel) {
      expressions.value(application, ExpressionMutator.Place.GUARD);
      return;
    }
    ExprOrOpArgNode[] arguments = application.getArgs();
    switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> conjunction(arguments);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> {
        for (ExprOrOpArgNode disjunct : arguments) {
          dropAction(disjunct);
          formula(disjunct);
        }
      }
      case ToolGlobals.OPCODE_be, ToolGlobals.OPCODE_bf -> {
        expressions.quantifier(application);
        formula(arguments[0]);
      }
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_case -> {
        expressions.branches(application, this::formula);
      }
      case ToolGlobals.OPCODE_eq, ToolGlobals.OPCODE_in -> update(application);
      case ToolGlobals.OPCODE_unchanged,
          ToolGlobals.OPCODE_sa,
          ToolGlobals.OPCODE_aa,
          ToolGlobals.OPCODE_box,
          ToolGlobals.OPCODE_wf,
          ToolGlobals.OPCODE_sf -> {}
      case 0 -> expressions.call(application, ExpressionMutator.Place.UPDATE);
      default -> {
        for (ExprOrOpArgNode argument : arguments) {
          if (argument != null) {
            formula(argument);
          }
        }
      }
    }
  }

  private void conjunction(ExprOrOpArgNode[] conjuncts) {
    for (int i = 0; i < conjuncts.length; i++) {
      ExprOrOpArgNode conjunct = conjuncts[i];
      if (conjunct.getLevel() <= LevelConstants.VariableLevel) {
        change(Operator.DROP_GUARD, conjunct, "TRUE");
      } else if (isCall(conjunct)) {
        updates
            .of(conjunct)
            .ifPresent(set -> change(Operator.DROP_UPDATE, conjunct, Updates.unchanged(set)));
      } else if (i + 1 < conjuncts.length) {
        swap(conjunct, conjuncts[i + 1]);
      }
      formula(conjunct);
    }
    updates
        .crashed(definition, conjuncts)
        .forEach(lost -> change(Operator.LOSE_PERSISTED, lost.unchanged(), lost.after()));
  }

  private static boolean isCall(SemanticNode node) {
    return node instanceof OpApplNode application
        && BuiltInOPs.getOpCode(application.getOperator().getName()) == 0;
  }

  private void swap(SemanticNode one, SemanticNode other) {
    Optional<Updates.Update> first = updates.update(one);
    Optional<Updates.Update> second = updates.update(other);
    if (first.isEmpty() || second.isEmpty()) {
      return;
    }
    TreeNode from = one.getTreeNode();
    TreeNode to = other.getTreeNode();
    Optional<String> x = MutationText.movable(first.get().value());
    Optional<String> y = MutationText.movable(second.get().value());
    Optional<String> between = text.between(from, to);
    if (x.isPresent() && y.isPresent() && between.isPresent() && !x.equals(y)) {
      String pair = "%s = %s" + between.get() + "%s = %s";
      String v = first.get().target();
      String w = second.get().target();
      text.replace(
              Operator.SWAP_UPDATES,
              definition,
              from,
              to,
              "%s = %s, %s = %s".formatted(v, x.get(), w, y.get()),
              pair.formatted(v, y.get(), w, x.get()))
          .ifPresent(all::add);
    }
  }

  /** {@code x' = e}, or {@code x' \in S}. */
  private void update(OpApplNode application) {
    Optional<Updates.Update> update = updates.update(application);
    if (update.isEmpty()) {
      expressions.value(application, ExpressionMutator.Place.UPDATE);
      return;
    }
    String variable = update.get().variable();
    change(Operator.DROP_UPDATE, application, Updates.unchanged(Set.of(variable)));
    expressions.updated(variable, update.get().value());
  }

  /** An action of its own, and not what is an alternative inside of one. */
  private void dropAction(SemanticNode disjunct) {
    SemanticNode inner = disjunct;
    while (inner instanceof OpApplNode quantifier
        && BuiltInOPs.getOpCode(quantifier.getOperator().getName()) == ToolGlobals.OPCODE_be) {
      inner = quantifier.getArgs()[0];
    }
    boolean isChoice =
        inner instanceof OpApplNode choice
            && (BuiltInOPs.getOpCode(choice.getOperator().getName()) == ToolGlobals.OPCODE_dl
                || BuiltInOPs.getOpCode(choice.getOperator().getName()) == ToolGlobals.OPCODE_lor);
    if (isChoice || disjunct.getTreeNode() == null) {
      return;
    }
    OpDefNode action = isCall(inner) ? applied((OpApplNode) inner) : null;
    if (action == null) {
      change(Operator.DROP_ACTION, definition, disjunct.getTreeNode(), "FALSE");
    } else {
      // Where it is defined: fairness for an action that is in no step would forbid every run.
      String name = Optional.ofNullable(action.getSource()).orElse(action).getName().toString();
      change(Operator.DROP_ACTION, name, action.getBody().getTreeNode(), "FALSE");
    }
  }

  // Fairness.

  private void fairness(SemanticNode node) {
    switch (node) {
      case LabelNode label -> fairness(label.getBody());
      case SubstInNode instance -> fairness(instance.getBody());
      case LetInNode let -> fairness(let.getBody());
      case OpApplNode application -> fairness(application);
      default -> {}
    }
  }

  private void fairness(OpApplNode application) {
    if (application.getLevel() < LevelConstants.TemporalLevel) {
      return;
    }
    switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case ToolGlobals.OPCODE_wf -> change(Operator.DROP_FAIRNESS, application, "TRUE");
      case ToolGlobals.OPCODE_sf -> {
        change(Operator.DROP_FAIRNESS, application, "TRUE");
        Optional.ofNullable(application.getTreeNode())
            .map(SourceText::of)
            .filter(formula -> formula.startsWith("SF_"))
            .ifPresent(
                formula ->
                    change(Operator.WEAKEN_FAIRNESS, application, "W" + formula.substring(1)));
      }
      case ToolGlobals.OPCODE_cl,
          ToolGlobals.OPCODE_land,
          ToolGlobals.OPCODE_bf,
          ToolGlobals.OPCODE_nop -> {
        for (ExprOrOpArgNode argument : application.getArgs()) {
          fairness(argument);
        }
      }
      case 0 -> {
        OpDefNode applied = applied(application);
        if (applied != null) {
          reach(applied);
        }
      }
      default -> {}
    }
  }
}

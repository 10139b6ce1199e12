package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecOutline;
import dev.lockstep.tlc.SpecOutline.Definition;
import dev.lockstep.tlc.SpecOutline.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.ModuleNode;
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
import tlc2.util.Vect;

/**
 * Reads the text of a spec off its syntax tree. It follows the same parts as {@link NextRelation},
 * on purpose by code of its own: what it finds is for a check that has to be independent.
 */
final class Outliner {

  private static final int MAX_NODES = 20_000;

  private final FastTool tool;
  private final Set<String> visible = new HashSet<>();
  private final Set<OpDefNode> local = new HashSet<>();
  private int nodes;

  private Outliner(FastTool tool) {
    this.tool = tool;
    ModuleNode root = tool.getRootModule();
    visible.add(root.getName().toString());
    for (ModuleNode extended : root.getExtendedModuleSet()) {
      visible.add(extended.getName().toString());
    }
  }

  static SpecOutline outline(FastTool tool, List<Path> modules) {
    Outliner outliner = new Outliner(tool);
    return new SpecOutline(modules, outliner.initial(), outliner.next());
  }

  private Optional<String> initial() {
    Vect<?> parts = tool.getInitStateSpec();
    List<String> conjuncts = new ArrayList<>();
    for (int i = 0; parts != null && i < parts.size(); i++) {
      Action part = (Action) parts.elementAt(i);
      if (!isVisible(part)) {
        return Optional.empty();
      }
      conjuncts.add(text(part));
    }
    return conjuncts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            conjuncts.size() == 1
                ? conjuncts.getFirst()
                : String.join("\n", conjuncts.stream().map(Outliner::bullet).toList()));
  }

  private static String bullet(String conjunct) {
    return "/\\ " + conjunct.replace("\n", "\n   ");
  }

  private Optional<Relation> next() {
    Action next = tool.getNextStateSpec();
    if (next == null || !isVisible(next)) {
      return Optional.empty();
    }
    OpDefNode named = next.getOpDef();
    Scope scope = new Scope(null, "", true, Set.of());
    if (named == null) {
      return Optional.of(relation(next.pred, scope));
    }
    String name = named.getName().toString();
    Relation inside = relation(next.pred, new Scope(named, name, true, Set.of(named)));
    return Optional.of(
        new Relation.Call(
            name,
            List.of(),
            text(next),
            Optional.of(new Definition(name, List.of(), inside)),
            Set.of()));
  }

  @SuppressWarnings("ReferenceEquality") // nodes of one tree
  private static String text(Action action) {
    OpDefNode named = action.getOpDef();
    return named != null && named.getArity() == 0 && named.getBody() == action.pred
        ? named.getName().toString()
        : SourceLines.of(action.pred);
  }

  /** Says whether the text of an action means the same in a module that extends the root. */
  private boolean isVisible(Action action) {
    return action.con == Context.Empty
        && !(action.pred instanceof SubstInNode)
        && isVisible(action.pred)
        && (action.getOpDef() == null || isVisible(action.getOpDef()));
  }

  private boolean isVisible(SemanticNode node) {
    return node.getTreeNode() != null && visible.contains(node.getLocation().source());
  }

  // ---- The relation

  /**
   * Where in the tree we are.
   *
   * @param definition the operator around
   * @param name how it is called where it is applied
   * @param outermost whether no name of an action has been met
   * @param open all operators around, to stop at recursive ones
   */
  private record Scope(
      @Nullable OpDefNode definition, String name, boolean outermost, Set<OpDefNode> open) {
    Scope enter(OpDefNode definition, String appliedAs, boolean isAll) {
      Set<OpDefNode> more = new HashSet<>(open);
      more.add(definition);
      return new Scope(
          definition, appliedAs, outermost && (isAll || Conjunctions.groups(definition)), more);
    }
  }

  private Relation relation(SemanticNode node, Scope scope) {
    return switch (node) {
      case OpApplNode application -> relation(application, scope);
      case LetInNode let -> let(let, scope);
      case LabelNode label -> relation(label.getBody(), scope);
      default -> unnamed(node);
    };
  }

  private static Relation unnamed(SemanticNode node) {
    return new Relation.Unnamed(SourceLines.of(node));
  }

  private Relation relation(OpApplNode application, Scope scope) {
    if (++nodes > MAX_NODES) {
      return unnamed(application);
    }
    return switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case 0 ->
          application.getOperator() instanceof OpDefNode operator && isOfTheSpec(operator)
              ? call(application, operator, scope)
              : unnamed(application);
      case ToolGlobals.OPCODE_be -> exists(application, scope);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor ->
          new Relation.Choice(
              Stream.of(application.getArgs()).map(branch -> relation(branch, scope)).toList());
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> conjunction(application, scope);
      default -> unnamed(application);
    };
  }

  private static boolean isOfTheSpec(OpDefNode operator) {
    return operator.getKind() == ASTConstants.UserDefinedOpKind && !operator.isStandardModule();
  }

  private Relation let(LetInNode let, Scope scope) {
    local.addAll(List.of(let.getLets()));
    TreeNode definitions = let.getTreeNode().heirs()[1];
    return new Relation.Let(SourceLines.of(definitions), relation(let.getBody(), scope));
  }

  private Relation exists(OpApplNode quantifier, Scope scope) {
    ExprNode[] domains = quantifier.getBdedQuantBounds();
    List<String> bounds = new ArrayList<>();
    for (int i = 0; i < domains.length; i++) {
      if (domains[i].getLevel() > LevelConstants.VariableLevel) {
        return unnamed(quantifier);
      }
      List<String> symbols =
          Stream.of(quantifier.getBdedQuantSymbolLists()[i])
              .map(symbol -> symbol.getName().toString())
              .toList();
      String names = String.join(", ", symbols);
      String bound = (quantifier.isBdedQuantATuple()[i] ? "<<" + names + ">>" : names) + " \\in ";
      String domain = SourceLines.of(domains[i]);
      bounds.add(bound + domain.replace("\n", "\n" + " ".repeat(bound.length())));
    }
    return new Relation.Exists(bounds, relation(quantifier.getArgs()[0], scope));
  }

  private Relation call(OpApplNode application, OpDefNode operator, Scope scope) {
    String name = operator.getName().toString();
    List<String> arguments = Stream.of(application.getArgs()).map(SourceLines::of).toList();
    String text = SourceLines.of(application);
    if (!(tool.lookup(operator, Context.Empty, false) instanceof OpDefNode definition)
        || BuiltInOPs.getOpCode(definition.getName()) != 0
        || scope.open().contains(definition)
        || Stream.of(application.getArgs())
            .anyMatch(argument -> argument.getLevel() > LevelConstants.VariableLevel)) {
      return new Relation.Call(name, arguments, text, Optional.empty(), Set.of());
    }
    Scope inner = scope.enter(definition, name, Conjunctions.isAll(application, tool));
    if (definition.getBody() instanceof SubstInNode instance) {
      Set<String> hidden = names(relation(instance.getBody(), inner));
      return new Relation.Call(name, arguments, text, Optional.empty(), hidden);
    }
    Relation body = relation(definition.getBody(), inner);
    if (local.contains(definition) || definition.isLocal() || !isVisible(definition)) {
      return new Relation.Call(name, arguments, text, Optional.empty(), names(body));
    }
    List<String> parameters = Stream.of(definition.getParams()).map(Outliner::declaration).toList();
    return new Relation.Call(
        name,
        arguments,
        text,
        Optional.of(new Definition(definition.getName().toString(), parameters, body)),
        Set.of());
  }

  private static Set<String> names(Relation relation) {
    Set<String> names = new HashSet<>();
    collect(relation, names);
    return names;
  }

  private static void collect(Relation relation, Set<String> names) {
    switch (relation) {
      case Relation.Choice choice -> choice.branches().forEach(branch -> collect(branch, names));
      case Relation.Exists exists -> collect(exists.body(), names);
      case Relation.Let let -> collect(let.body(), names);
      case Relation.Bounded bounded -> collect(bounded.bounded(), names);
      case Relation.Call call -> {
        names.add(call.operator());
        names.addAll(call.hidden());
        call.inside().ifPresent(inside -> collect(inside.body(), names));
      }
      case Relation.Unnamed ignored -> {}
    }
  }

  private static String declaration(FormalParamNode parameter) {
    String name = parameter.getName().toString();
    return parameter.getArity() == 0
        ? name
        : name
            + "("
            + String.join(", ", Stream.generate(() -> "_").limit(parameter.getArity()).toList())
            + ")";
  }

  private Relation conjunction(OpApplNode application, Scope scope) {
    List<SemanticNode> conjuncts = Conjunctions.flat(application);
    OptionalInt step = Conjunctions.original(conjuncts, scope.name(), scope.definition());
    if (step.isEmpty() && scope.outermost()) {
      step = Conjunctions.step(conjuncts);
    }
    return step.isPresent()
            && conjuncts.get(step.getAsInt()) instanceof OpApplNode applied
            && applied.getOperator() instanceof OpDefNode operator
        ? bounded(conjuncts, step.getAsInt(), applied, operator, scope)
        : unnamed(application);
  }

  private Relation bounded(
      List<SemanticNode> conjuncts,
      int position,
      OpApplNode applied,
      OpDefNode operator,
      Scope scope) {
    return new Relation.Bounded(
        texts(conjuncts.subList(0, position)),
        call(applied, operator, scope),
        texts(conjuncts.subList(position + 1, conjuncts.size())));
  }

  private static List<String> texts(List<SemanticNode> conjuncts) {
    return conjuncts.stream().map(SourceLines::of).toList();
  }
}

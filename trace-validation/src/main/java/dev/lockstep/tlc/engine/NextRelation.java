package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.OpValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * The next-state relation as a tree: disjunctions, bounded existential quantifiers and applications
 * of operators on the inside, everything else at the leaves. TLC splits the relation too, but only
 * as far as it can without a state, and keeps the name of one operator; this tree is walked in each
 * state with the domains as they are there, and knows all names on the way and their arguments.
 *
 * <p>Each inner node knows which names can be met below it, so that a walk that looks for one
 * action enters nothing else.
 *
 * <p>An operator {@code MC<X>} bounds the operator X of a protocol for the model checker: where its
 * body is a conjunction that applies X, the conjunction is pushed down into X, whose names then
 * appear below. So it is in an operator {@code Extension<X>} of a module that extends the one of X,
 * and in a conjunction that adds to a step outside of all actions: {@code Next /\ UNCHANGED more}.
 */
final class NextRelation {

  private static final String UNNAMED = "Next";
  private static final int MAX_NODES = 20_000;
  private static final UniqueString CONJUNCTION = UniqueString.uniqueStringOf("$ConjList");

  /** A part of the relation. */
  sealed interface Node {
    /** Returns the numbers of all names of operators that are applied in it. */
    BitSet names();
  }

  record Choice(List<Node> branches, BitSet names) implements Node {}

  record Exists(OpApplNode quantifier, Node body, BitSet names) implements Node {}

  /** The substitutions of an instantiated module. */
  record Instance(List<Subst> substitutions, Node body, BitSet names) implements Node {}

  /**
   * The application of an operator.
   *
   * @param parameters what the arguments are bound to in the body; none if the body is the
   *     application itself
   */
  record Call(
      int name,
      List<FormalParamNode> parameters,
      List<ExprOrOpArgNode> arguments,
      Node body,
      BitSet names)
      implements Node {}

  /**
   * A part that TLC evaluates as a whole.
   *
   * @param formula what stands in the spec there, without what bounds it for the model checker
   * @param conjuncts its conjuncts and those that bound it
   */
  record Leaf(Action action, SemanticNode formula, List<SemanticNode> conjuncts, BitSet names)
      implements Node {}

  /** What is done at a leaf. */
  interface Visitor {
    void visit(Leaf leaf, Context context, Path path) throws SpecException;
  }

  private final FastTool tool;
  private final Values values;
  private final Diagnosis diagnosis;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final SortedMap<String, List<String>> parameters = new TreeMap<>();
  private final Set<String> labels = new TreeSet<>();
  private final @Nullable Node root;
  private final Context rootContext;
  private final String rootName;
  private int nodes;

  NextRelation(FastTool tool, Values values, Diagnosis diagnosis) {
    this.tool = tool;
    this.values = values;
    this.diagnosis = diagnosis;
    Action next = tool.getNextStateSpec();
    if (next == null) {
      root = null;
      rootContext = Context.Empty;
      rootName = UNNAMED;
    } else {
      OpDefNode definition = next.getOpDef();
      rootName = definition == null ? UNNAMED : definition.getName().toString();
      rootContext = next.con;
      root = compile(next.pred, Scope.outermost(definition, rootName));
      if (labels.contains(rootName)) {
        parameters.putIfAbsent(rootName, List.of());
      }
    }
  }

  /** Returns the parameters of every operator on a way to a leaf, by name. */
  SortedMap<String, List<String>> parameters() {
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** Returns the names that can be the innermost on a way to a leaf. */
  Set<String> labels() {
    return Collections.unmodifiableSet(labels);
  }

  // ---- From the syntax tree to ours

  /**
   * Where in the syntax tree we are.
   *
   * @param definition the operator around
   * @param name how it is called where it is applied
   * @param outermost whether no name of an action has been met
   * @param open all operators around, to stop at recursive ones
   * @param before conjuncts from further out that stand before what is compiled
   * @param after conjuncts from further out that stand after it
   */
  private record Scope(
      @Nullable OpDefNode definition,
      String name,
      boolean outermost,
      Set<OpDefNode> open,
      List<ExprOrOpArgNode> before,
      List<ExprOrOpArgNode> after) {

    static Scope outermost(@Nullable OpDefNode definition, String name) {
      return new Scope(
          definition,
          name,
          true,
          definition == null ? Set.of() : Set.of(definition),
          List.of(),
          List.of());
    }

    Scope enter(OpDefNode applied, String appliedAs, boolean isAll) {
      Set<OpDefNode> more = new HashSet<>(open);
      more.add(applied);
      boolean stays = outermost && (isAll || Conjunctions.groups(applied));
      return new Scope(applied, appliedAs, stays, more, before, after);
    }

    Scope among(List<ExprOrOpArgNode> moreBefore, List<ExprOrOpArgNode> moreAfter) {
      List<ExprOrOpArgNode> allBefore = new ArrayList<>(before);
      allBefore.addAll(moreBefore);
      List<ExprOrOpArgNode> allAfter = new ArrayList<>(moreAfter);
      allAfter.addAll(after);
      return new Scope(definition, name, outermost, open, allBefore, allAfter);
    }
  }

  private Node compile(SemanticNode node, Scope scope) {
    return switch (node) {
      case OpApplNode application -> compile(application, scope);
      case LetInNode let -> compile(let.getBody(), scope);
      case LabelNode label -> compile(label.getBody(), scope);
      case SubstInNode instance -> {
        Node body = compile(instance.getBody(), scope);
        yield new Instance(List.of(instance.getSubsts()), body, body.names());
      }
      default -> leaf(node, scope);
    };
  }

  private Node compile(OpApplNode application, Scope scope) {
    if (++nodes > MAX_NODES) {
      return leaf(application, scope);
    }
    return switch (BuiltInOPs.getOpCode(application.getOperator().getName())) {
      case 0 ->
          application.getOperator() instanceof OpDefNode operator && isOfTheSpec(operator)
              ? call(application, operator, scope)
              : leaf(application, scope);
      case ToolGlobals.OPCODE_be -> exists(application, scope);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> choice(application, scope);
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> conjunction(application, scope);
      default -> leaf(application, scope);
    };
  }

  /** Says whether an operator is not part of the language, like FALSE, or of a standard module. */
  static boolean isOfTheSpec(OpDefNode operator) {
    return operator.getKind() == ASTConstants.UserDefinedOpKind && !operator.isStandardModule();
  }

  private Node exists(OpApplNode quantifier, Scope scope) {
    for (ExprNode domain : quantifier.getBdedQuantBounds()) {
      if (domain.getLevel() > LevelConstants.VariableLevel) {
        return leaf(quantifier, scope);
      }
    }
    Node body = compile(quantifier.getArgs()[0], scope);
    return new Exists(quantifier, body, body.names());
  }

  private Node choice(OpApplNode disjunction, Scope scope) {
    List<Node> branches = new ArrayList<>();
    BitSet below = new BitSet();
    for (ExprOrOpArgNode disjunct : disjunction.getArgs()) {
      Node branch = compile(disjunct, scope);
      branches.add(branch);
      below.or(branch.names());
    }
    return new Choice(List.copyOf(branches), below);
  }

  private Node call(OpApplNode application, OpDefNode operator, Scope scope) {
    String name = operator.getName().toString();
    if (tool.lookup(operator, Context.Empty, false) instanceof OpDefNode definition
        && BuiltInOPs.getOpCode(definition.getName()) == 0
        && !scope.open().contains(definition)
        && argumentsAreStateFunctions(application)) {
      boolean isAll = Conjunctions.isAll(application, tool);
      Node body = compile(definition.getBody(), scope.enter(definition, name, isAll));
      return call(name, operator, application, List.of(definition.getParams()), body);
    }
    return call(name, operator, application, List.of(), leaf(application, name, scope));
  }

  private Call call(
      String name,
      OpDefNode operator,
      OpApplNode application,
      List<FormalParamNode> bound,
      Node body) {
    parameters.putIfAbsent(
        name, Stream.of(operator.getParams()).map(formal -> formal.getName().toString()).toList());
    int number =
        numbers.computeIfAbsent(
            name,
            added -> {
              names.add(added);
              return names.size() - 1;
            });
    BitSet below = (BitSet) body.names().clone();
    below.set(number);
    return new Call(number, bound, List.of(application.getArgs()), body, below);
  }

  private static boolean argumentsAreStateFunctions(OpApplNode application) {
    for (ExprOrOpArgNode argument : application.getArgs()) {
      if (argument.getLevel() > LevelConstants.VariableLevel) {
        return false;
      }
    }
    return true;
  }

  /**
   * A conjunction is a leaf, unless it bounds or extends an action by our convention, or adds to a
   * step where no action has been named yet.
   */
  private Node conjunction(OpApplNode application, Scope scope) {
    List<SemanticNode> conjuncts = Conjunctions.flat(application);
    OptionalInt step = Conjunctions.original(conjuncts, scope.name(), scope.definition());
    if (step.isEmpty() && scope.outermost()) {
      step = Conjunctions.step(conjuncts);
    }
    if (step.isPresent()
        && conjuncts.get(step.getAsInt()) instanceof OpApplNode applied
        && applied.getOperator() instanceof OpDefNode operator) {
      return bounded(application, conjuncts, step.getAsInt(), applied, operator, scope);
    }
    return leaf(application, scope);
  }

  private Node bounded(
      OpApplNode whole,
      List<SemanticNode> conjuncts,
      int position,
      OpApplNode applied,
      OpDefNode operator,
      Scope scope) {
    if (tool.lookup(operator, Context.Empty, false) instanceof OpDefNode definition
        && !(definition.getBody() instanceof SubstInNode)) {
      return call(
          applied,
          operator,
          scope.among(
              asArguments(conjuncts.subList(0, position)),
              asArguments(conjuncts.subList(position + 1, conjuncts.size()))));
    }
    String name = operator.getName().toString();
    return call(name, operator, applied, List.of(), leaf(whole, name, scope));
  }

  private static List<ExprOrOpArgNode> asArguments(List<SemanticNode> nodes) {
    return nodes.stream().map(ExprOrOpArgNode.class::cast).toList();
  }

  /** Returns the conjunction of formulas that are bound in one context. */
  OpApplNode conjunction(List<? extends SemanticNode> formulas) {
    return new OpApplNode(
        CONJUNCTION,
        formulas.toArray(ExprOrOpArgNode[]::new),
        formulas.getFirst().getTreeNode(),
        tool.getRootModule());
  }

  private Leaf leaf(SemanticNode node, Scope scope) {
    return leaf(node, scope.name(), scope);
  }

  private Leaf leaf(SemanticNode node, String label, Scope scope) {
    labels.add(label);
    SemanticNode whole = node;
    if (!scope.before().isEmpty() || !scope.after().isEmpty()) {
      List<ExprOrOpArgNode> all = new ArrayList<>(scope.before());
      all.add((ExprOrOpArgNode) node);
      all.addAll(scope.after());
      whole = conjunction(all);
    }
    return new Leaf(
        new Action(whole, Context.Empty, scope.definition()),
        node,
        Conjunctions.flat(whole),
        new BitSet());
  }

  // ---- Walking it without a state

  /** Gives {@code sink} every leaf with its label, in the order of the spec. */
  void leaves(BiConsumer<String, Leaf> sink) {
    if (root != null) {
      leaves(root, rootName, sink);
    }
  }

  private void leaves(Node node, String label, BiConsumer<String, Leaf> sink) {
    switch (node) {
      case Choice choice -> choice.branches().forEach(branch -> leaves(branch, label, sink));
      case Exists exists -> leaves(exists.body(), label, sink);
      case Instance instance -> leaves(instance.body(), label, sink);
      case Call call -> leaves(call.body(), names.get(call.name()), sink);
      case Leaf leaf -> sink.accept(label, leaf);
    }
  }

  // ---- Walking it in a state

  /** The applications of operators on the way to a leaf, innermost first. */
  final class Path {
    private final @Nullable Path outer;
    private final String name;
    private final @Nullable Call call;
    private final @Nullable Object[] bound;
    private final Context context;
    private final TLCState state;
    private @Nullable List<TlaValue> arguments;

    private Path(TLCState state) {
      this(null, rootName, null, new Object[0], rootContext, state);
    }

    private Path(
        @Nullable Path outer,
        String name,
        @Nullable Call call,
        @Nullable Object[] bound,
        Context context,
        TLCState state) {
      this.outer = outer;
      this.name = name;
      this.call = call;
      this.bound = bound;
      this.context = context;
      this.state = state;
    }

    /** Returns the innermost application. */
    ActionCall action() {
      return new ActionCall(name, arguments());
    }

    /** Returns all applications, outermost first. */
    List<ActionCall> calls() {
      List<ActionCall> calls = new ArrayList<>();
      for (Path path = this; path != null; path = path.outer) {
        if (path.outer != null || rootIsNamed() || calls.isEmpty()) {
          calls.add(path.action());
        }
      }
      Collections.reverse(calls);
      return List.copyOf(calls);
    }

    /** The arguments, evaluated when somebody wants to know them and not before, as TLC does. */
    private List<TlaValue> arguments() {
      List<TlaValue> known = arguments;
      if (known == null) {
        if (call == null || call.arguments().isEmpty()) {
          known = List.of();
        } else {
          List<TlaValue> evaluated = new ArrayList<>(call.arguments().size());
          for (int i = 0; i < call.arguments().size(); i++) {
            evaluated.add(argument(call.arguments().get(i), i < bound.length ? bound[i] : null));
          }
          known = List.copyOf(evaluated);
        }
        arguments = known;
      }
      return known;
    }

    private TlaValue argument(ExprOrOpArgNode expression, @Nullable Object value) {
      try {
        if (value instanceof Value known && isPlain(known)) {
          return values.fromTlc(known);
        }
        if (expression instanceof ExprNode) {
          return values.fromTlc(tool.eval(expression, context, state));
        }
      } catch (RuntimeException | StackOverflowError e) {
        // The text below has to do: TLC may never evaluate this argument either.
      }
      return new TlaValue.ModelValue(SourceText.of(expression));
    }
  }

  private boolean rootIsNamed() {
    Action next = tool.getNextStateSpec();
    return next.getOpDef() != null;
  }

  private static boolean isPlain(Object value) {
    return value instanceof Value && !(value instanceof LazyValue) && !(value instanceof OpValue);
  }

  /** Visits the leaves in {@code state} whose way contains a call that {@code filter} wants. */
  @SuppressWarnings("ReferenceEquality") // there is one ALL, and it needs no asking
  void walk(TLCState state, ActionFilter filter, Visitor visitor) throws SpecException {
    if (root == null) {
      return;
    }
    Path path = new Path(state);
    if (filter == ActionFilter.ALL) {
      new Walk(state, filter, new BitSet(), visitor).enter(root, rootContext, path, true);
      return;
    }
    BitSet wanted = new BitSet(names.size());
    for (int i = 0; i < names.size(); i++) {
      if (filter.wantsName(names.get(i))) {
        wanted.set(i);
      }
    }
    boolean all = filter.wantsName(rootName) && filter.wants(rootName, List.of());
    new Walk(state, filter, wanted, visitor).enter(root, rootContext, path, all);
  }

  private final class Walk {
    private final TLCState state;
    private final ActionFilter filter;
    private final BitSet wanted;
    private final Visitor visitor;

    Walk(TLCState state, ActionFilter filter, BitSet wanted, Visitor visitor) {
      this.state = state;
      this.filter = filter;
      this.wanted = wanted;
      this.visitor = visitor;
    }

    void enter(Node node, Context context, Path path, boolean taken) throws SpecException {
      if (!taken && !node.names().intersects(wanted)) {
        return;
      }
      switch (node) {
        case Choice choice -> {
          for (Node branch : choice.branches()) {
            enter(branch, context, path, taken);
          }
        }
        case Exists exists -> {
          IContextEnumerator bindings = bindings(exists.quantifier(), context, path);
          for (Context binding = bindings.nextElement();
              binding != null;
              binding = bindings.nextElement()) {
            enter(exists.body(), binding, path, taken);
          }
        }
        case Instance instance -> {
          Context inner = context;
          for (Subst substitution : instance.substitutions()) {
            inner =
                inner.cons(
                    substitution.getOp(), tool.getVal(substitution.getExpr(), context, false));
          }
          enter(instance.body(), inner, path, taken);
        }
        case Call call -> call(call, context, path, taken);
        case Leaf leaf -> visitor.visit(leaf, context, path);
      }
    }

    private IContextEnumerator bindings(OpApplNode quantifier, Context context, Path path)
        throws SpecException {
      try {
        return tool.contexts(quantifier, context, state, TLCState.Empty, EvalControl.Clear);
      } catch (RuntimeException | StackOverflowError e) {
        throw diagnosis.ofEvaluating(
            "the sets that are quantified over in " + path.action(),
            e,
            tool,
            traced ->
                traced.contexts(quantifier, context, state, TLCState.Empty, EvalControl.Clear));
      }
    }

    private void call(Call call, Context context, Path path, boolean taken) throws SpecException {
      List<FormalParamNode> formals = call.parameters();
      @Nullable Object[] bound = new Object[formals.size()];
      Context inner = context;
      for (int i = 0; i < formals.size(); i++) {
        Object argument = bind(call.arguments().get(i), context);
        bound[i] = argument;
        inner = inner.cons(formals.get(i), argument);
      }
      String name = names.get(call.name());
      Path longer = new Path(path, name, call, bound, context, state);
      boolean takenHere =
          taken || (wanted.get(call.name()) && filter.wants(name, longer.arguments()));
      enter(call.body(), inner, longer, takenHere);
    }

    /** Binds what is a value already to that value, all else lazily, as TLC does. */
    private Object bind(ExprOrOpArgNode argument, Context context) {
      if (argument instanceof OpApplNode application && application.getArgs().length == 0) {
        SymbolNode operator = application.getOperator();
        Object known = tool.lookup(operator, context, state, false);
        if (isPlain(known)) {
          return known;
        }
      } else if (argument instanceof NumeralNode || argument instanceof StringNode) {
        IValue literal = tool.eval(argument, context, state);
        return literal;
      }
      return tool.getVal(argument, context, true);
    }
  }
}

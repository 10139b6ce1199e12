package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Atoms;
import dev.lockstep.tlc.Exercise;
import dev.lockstep.tlc.Interchangeable;
import dev.lockstep.tlc.Part;
import dev.lockstep.tlc.Reduction;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecMutation;
import dev.lockstep.tlc.SpecOutline;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.value.TlaValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.FP64;
import tlc2.util.IdThread;
import tlc2.util.Vect;
import tlc2.value.IValue;
import tlc2.value.RandomEnumerableValues;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.Value;
import util.ToolIO;
import util.UniqueString;

/**
 * A spec inside the class loader that it shares with its copy of TLC.
 *
 * <p>Threads: TLC's evaluation writes nothing that lives longer than one question, except where it
 * lists a set or a function that it had kept as a formula. Those of the states are listed when a
 * state is made ({@link Values#explicit}), those of the constant definitions at the end of loading
 * ({@link Constants#settle}); if one of these is too large to be listed, all questions take a lock.
 */
public final class SpecEngine implements Spec {

  private final SpecSource source;
  private final FastTool tool;
  private final Values values;
  private final Diagnosis diagnosis;
  private final NextRelation next;
  private final Explainer explainer;
  private @Nullable ActionParts parts;
  private final List<String> variables;
  private final UniqueString[] slots;
  private final Map<String, Integer> slotOf = new HashMap<>();
  private final SortedMap<String, TlaValue> constants;
  private final Map<String, ModelValue> modelValues;
  private final Map<String, OpDefNode> definitions = new HashMap<>();
  private final boolean comparesWholeStates;
  private final Guard guard;
  private final Runnable onClose;

  private SpecEngine(SpecSource source, FastTool tool, Diagnosis diagnosis, Runnable onClose)
      throws SpecException {
    this.onClose = onClose;
    this.source = source;
    this.tool = tool;
    this.diagnosis = diagnosis;
    this.modelValues = modelValuesOfTlc();
    this.values = new Values(modelValues);
    OpDeclNode[] declared = tool.getRootModule().getVariableDecls().clone();
    Arrays.sort(declared, declarationOrder(tool.getRootModule()));
    this.slots = new UniqueString[declared.length];
    List<String> names = new ArrayList<>();
    for (int slot = 0; slot < declared.length; slot++) {
      slots[slot] = declared[slot].getName();
      names.add(declared[slot].getName().toString());
      slotOf.put(names.get(slot), slot);
    }
    this.variables = List.copyOf(names);
    for (OpDefNode definition : tool.getRootModule().getOpDefs()) {
      definitions.put(definition.getName().toString(), definition);
    }
    Constants assigned = new Constants(source, tool, values, diagnosis);
    this.constants = assigned.byName();
    this.guard = new Guard(source.module(), !assigned.settle());
    this.comparesWholeStates = tool.getViewSpec() == null && !tool.hasSymmetry();
    this.next = new NextRelation(tool, values, diagnosis);
    this.explainer = new Explainer(tool, values, next);
  }

  /**
   * Orders variables by where they are declared, those of extended modules first: a module extends
   * more of them than any that it extends. TLC lists them in the order of a hash table.
   */
  private static Comparator<OpDeclNode> declarationOrder(ModuleNode root) {
    Map<String, Integer> extended = new HashMap<>();
    root.getExtendedModuleSet()
        .forEach(
            module ->
                extended.put(module.getName().toString(), module.getExtendedModuleSet().size()));
    return Comparator.comparingInt(
            (OpDeclNode variable) ->
                extended.getOrDefault(
                    String.valueOf(variable.getLocation().source()), Integer.MAX_VALUE))
        .thenComparing(variable -> String.valueOf(variable.getLocation().source()))
        .thenComparing(OpDeclNode::getLocation);
  }

  /**
   * Loads a spec; called by reflection from outside of this class loader.
   *
   * @param onClose run once when the spec is closed; from then on another one may be loaded here
   */
  public static Spec load(SpecSource source, Runnable onClose) throws SpecException {
    SpecEngine engine = open(source, onClose);
    engine.diagnosis.checkAssumptions(engine.tool);
    return engine;
  }

  /** Loads a spec without asking whether its assumptions hold. */
  static SpecEngine open(SpecSource source, Runnable onClose) throws SpecException {
    // What the calling thread may have left behind here when it asked another spec.
    RandomEnumerableValues.reset();
    IdThread.resetCurrentState();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream listening = new PrintStream(said, true, StandardCharsets.UTF_8);
    ToolIO.out = listening;
    ToolIO.err = listening;
    try (ModuleResolver resolver = new ModuleResolver(source)) {
      FP64.Init(0);
      Diagnosis diagnosis = new Diagnosis(source, resolver);
      diagnosis.checkConfig();
      FastTool tool;
      try {
        tool = new FastTool("", source.module(), ModuleResolver.configBaseName(source), resolver);
      } catch (RuntimeException | StackOverflowError e) {
        throw diagnosis.ofLoading(e, said.toString(StandardCharsets.UTF_8));
      }
      SpecEngine engine = new SpecEngine(source, tool, diagnosis, onClose);
      diagnosis.checkNext(tool);
      return engine;
    } catch (IOException e) {
      throw new SpecException(
          source.module(), 0, 0, "cannot write to a temporary folder: " + e.getMessage(), e);
    } finally {
      PrintStream silent =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      ToolIO.out = silent;
      ToolIO.err = silent;
    }
  }

  private static Map<String, ModelValue> modelValuesOfTlc() {
    Map<String, ModelValue> byName = new LinkedHashMap<>();
    if (ModelValue.mvs != null) {
      for (ModelValue value : ModelValue.mvs) {
        byName.put(value.val.toString(), value);
      }
    }
    return Collections.unmodifiableMap(byName);
  }

  FastTool tool() {
    return tool;
  }

  Diagnosis diagnosis() {
    return diagnosis;
  }

  void checkOpen() {
    guard.checkOpen();
  }

  UniqueString[] slots() {
    guard.checkOpen();
    return slots;
  }

  int slot(String variable) {
    Integer slot = slotOf.get(variable);
    if (slot == null) {
      throw new IllegalArgumentException(
          "module " + module() + " has no variable " + variable + ", but " + variables);
    }
    return slot;
  }

  Values values() {
    return values;
  }

  boolean comparesWholeStates() {
    return comparesWholeStates;
  }

  @Override
  public String module() {
    return source.module();
  }

  @Override
  public List<String> variables() {
    return variables;
  }

  @Override
  public SortedMap<String, TlaValue> constants() {
    return constants;
  }

  @Override
  public Set<String> rootConstants() {
    guard.checkOpen();
    return Reductions.rootConstants(tool, source.module());
  }

  @Override
  public Set<String> modelValues() {
    return modelValues.keySet();
  }

  @Override
  public Reduction reduction() {
    guard.checkOpen();
    return Reductions.of(tool, modelValues);
  }

  @Override
  public SortedMap<String, List<String>> actions() {
    return next.parameters();
  }

  @Override
  public Set<String> actionLabels() {
    return next.labels();
  }

  @Override
  public SpecOutline outline() {
    guard.checkOpen();
    return Outliner.outline(tool, diagnosis.modules());
  }

  @Override
  public List<SpecMutation> mutations() {
    guard.checkOpen();
    return Mutator.mutations(tool, constants, diagnosis::moduleFile);
  }

  @Override
  public List<String> invariants() {
    guard.checkOpen();
    return List.of(tool.getInvNames());
  }

  @Override
  public List<SpecState> initialStates() throws SpecException {
    return guard.ask(
        () -> {
          Set<SpecState> states = new LinkedHashSet<>();
          Vect<?> initial = tool.getInitStateSpec();
          if (initial == null || initial.size() == 0) {
            return List.of();
          }
          try {
            StateVec found = tool.getInitStates();
            for (int i = 0; i < found.size(); i++) {
              TLCState state = found.elementAt(i);
              if (!state.allAssigned()) {
                throw diagnosis.incomplete("an initial state", state);
              }
              states.add(settled(state, null));
            }
          } catch (RuntimeException | StackOverflowError e) {
            throw diagnosis.ofEvaluating(
                "the initial states", e, tool, traced -> traced.getInitStates());
          }
          return List.copyOf(states);
        });
  }

  @Override
  public List<SpecStep> successors(SpecState state, ActionFilter filter) throws SpecException {
    EngineState from = own(state);
    return guard.ask(
        () -> {
          Steps steps = new Steps();
          try {
            next.walk(
                from.state(),
                filter,
                (leaf, context, path) -> visit(from, leaf, context, path, steps));
          } catch (RuntimeException | StackOverflowError e) {
            throw diagnosis.ofEvaluating("the next-state relation", e);
          }
          return steps.all();
        });
  }

  private void visit(
      EngineState from,
      NextRelation.Leaf leaf,
      Context context,
      NextRelation.Path path,
      Steps steps)
      throws SpecException {
    StateVec found;
    try {
      found = tool.getNextStates(leaf.action(), context, from.state());
    } catch (RuntimeException | StackOverflowError e) {
      throw diagnosis.ofEvaluating(
          path.action().toString(),
          e,
          tool,
          traced -> traced.getNextStates(leaf.action(), context, from.state()));
    }
    if (found.size() == 0) {
      return;
    }
    List<ActionCall> calls = path.calls();
    for (int i = 0; i < found.size(); i++) {
      TLCState target = found.elementAt(i);
      if (!target.allAssigned()) {
        throw diagnosis.incomplete("the successor by " + calls.getLast(), target);
      }
      steps.add(calls, settled(target, from.state()));
    }
  }

  /** Makes a state of ours of one of TLC's; what it shares with its predecessor is settled. */
  @SuppressWarnings("ReferenceEquality") // what the step left alone is the same object
  private EngineState settled(TLCState state, @Nullable TLCState before) {
    for (UniqueString slot : slots) {
      IValue value = state.lookup(slot);
      if (before == null || value != before.lookup(slot)) {
        Value explicit = Values.explicit((Value) value);
        if (explicit != value) {
          state.bind(slot, explicit);
        }
      }
    }
    return new EngineState(this, state);
  }

  @Override
  public boolean withinConstraints(SpecState state) throws SpecException {
    TLCState asked = own(state).state();
    return guard.ask(
        () -> {
          try {
            return tool.isInModel(asked);
          } catch (RuntimeException | StackOverflowError e) {
            throw diagnosis.ofEvaluating(
                "the state constraint", e, tool, traced -> traced.isInModel(asked));
          }
        });
  }

  @Override
  public boolean withinConstraints(SpecState from, SpecState target) throws SpecException {
    TLCState before = own(from).state();
    TLCState after = own(target).state();
    return guard.ask(
        () -> {
          try {
            return tool.isInModel(after) && tool.isInActions(before, after);
          } catch (RuntimeException | StackOverflowError e) {
            throw diagnosis.ofEvaluating(
                "the constraints",
                e,
                tool,
                traced -> {
                  traced.isInModel(after);
                  traced.isInActions(before, after);
                });
          }
        });
  }

  @Override
  public SpecState state(Map<String, TlaValue> given) {
    guard.checkOpen();
    TLCState state = TLCState.Empty.createEmpty();
    given.forEach((variable, value) -> state.bind(slots[slot(variable)], values.toTlc(value)));
    if (given.size() < slots.length) {
      List<String> missing = new ArrayList<>(variables);
      missing.removeAll(given.keySet());
      throw new IllegalArgumentException("no value is given for " + String.join(", ", missing));
    }
    return new EngineState(this, state);
  }

  @Override
  public long fingerprint(TlaValue value) {
    guard.checkOpen();
    return values.toTlc(value).fingerPrint(FP64.New());
  }

  @Override
  public TlaValue evaluate(String name, SpecState state) throws SpecException {
    return guard.ask(() -> values.fromTlc(evaluated(name, own(state).state())));
  }

  @Override
  public boolean holds(String name, SpecState state) throws SpecException {
    return guard.ask(
        () -> {
          if (evaluated(name, own(state).state()) instanceof BoolValue truth) {
            return truth.val;
          }
          throw new SpecException(
              source.module(), 0, 0, name + " is not a predicate: it is not true or false", null);
        });
  }

  private IValue evaluated(String name, TLCState state) throws SpecException {
    SymbolNode definition = definitions.get(name);
    if (definition == null || definition.getArity() != 0) {
      throw new IllegalArgumentException(
          "module %s has no definition %s without parameters".formatted(module(), name));
    }
    Object found = tool.lookup(definition, Context.Empty, false);
    if (!(found instanceof OpDefNode operator)) {
      return (IValue) found;
    }
    try {
      return tool.eval(operator.getBody(), Context.Empty, state);
    } catch (RuntimeException | StackOverflowError e) {
      throw diagnosis.ofEvaluating(
          name, e, tool, traced -> traced.eval(operator.getBody(), Context.Empty, state));
    }
  }

  @Override
  public List<ActionExplanation> explain(SpecState state, ActionFilter filter)
      throws SpecException {
    TLCState asked = own(state).state();
    return guard.ask(
        () -> {
          try {
            return explainer.explain(asked, filter);
          } catch (RuntimeException | StackOverflowError e) {
            throw diagnosis.ofEvaluating("the next-state relation", e);
          }
        });
  }

  @Override
  public List<Part> parts() {
    return actionParts().all();
  }

  /** Most who load a spec never ask for these. */
  private synchronized ActionParts actionParts() {
    ActionParts known = parts;
    if (known == null) {
      known = new ActionParts(tool, next);
      parts = known;
    }
    return known;
  }

  @Override
  public Exercise parts(SpecState from, ActionCall call, SpecState to) throws SpecException {
    TLCState before = own(from).state();
    TLCState after = own(to).state();
    return guard.ask(
        () -> {
          try {
            return actionParts().exercised(before, call, after);
          } catch (RuntimeException | StackOverflowError e) {
            throw diagnosis.ofEvaluating("the next-state relation", e);
          }
        });
  }

  /** Returns a state of this spec as one of the engine's. */
  EngineState own(SpecState state) {
    guard.checkOpen();
    if (state instanceof EngineState own && own.spec() == this) {
      return own;
    }
    throw new IllegalArgumentException("a state of another spec");
  }

  @Override
  public Interchangeable interchangeable() {
    guard.checkOpen();
    return new Indistinguishable(tool, values, modelValues, definitions, constants.values()).find();
  }

  @Override
  public Atoms atoms(List<TlaValue> atoms) {
    guard.checkOpen();
    return new EngineAtoms(this, atoms);
  }

  @Override
  public void close() {
    if (guard.close()) {
      onClose.run();
    }
  }

  /** The constants as the configuration assigns them, for classes of this package. */
  static SortedMap<String, TlaValue> sorted(Map<String, TlaValue> values) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}

package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * A spec loaded with a configuration, to be asked questions: which states it starts in, which steps
 * it allows, what its definitions evaluate to. Load it once, ask often; safe for use by several
 * threads. Several specs can be loaded at the same time; each has TLC in a class loader of its own
 * until it is closed.
 *
 * <p>Checking a model is another matter: see {@link ModelChecker}.
 */
public interface Spec extends AutoCloseable {

  /**
   * Loads a spec.
   *
   * @throws SpecException if a module is missing or does not parse, or the configuration does not
   *     fit it; with file, line and column where TLC knows them
   */
  static Spec load(SpecSource source) throws SpecException {
    TlcWorld world = TlcWorld.take();
    return (Spec)
        world.load(
            "SpecEngine",
            List.of(SpecSource.class, Runnable.class),
            source,
            (Runnable) world::giveBack);
  }

  /** Returns the name of the root module. */
  String module();

  /** Returns the names of the variables, in the order of their declaration. */
  List<String> variables();

  /** Returns the constants that the configuration gives a value, by name. */
  SortedMap<String, TlaValue> constants();

  /**
   * Returns the names of the constants that the root module itself declares. In a module around a
   * spec, which bounds it for the model checker, those are the bounds.
   */
  Set<String> rootConstants();

  /** Returns the names of all model values. */
  Set<String> modelValues();

  /** Returns what the configuration lets TLC leave out of a search. */
  Reduction reduction();

  /**
   * Returns the parameter names of every operator that the next-state relation applies on the way
   * to an action, by name; the next-state relation itself only if it labels steps.
   */
  SortedMap<String, List<String>> actions();

  /**
   * Returns the names that label steps: those of {@link #actions} that can be the innermost call of
   * a step. The others only stand around them.
   */
  Set<String> actionLabels();

  /** Returns how the spec is written, for those who repeat it in a module of their own. */
  SpecOutline outline();

  /** Returns the names of the invariants in the configuration. */
  List<String> invariants();

  /** Returns the initial states, each once. */
  List<SpecState> initialStates() throws SpecException;

  /**
   * Returns the steps from {@code state} that {@code filter} wants, in the order of the spec. The
   * same call with the same target comes once.
   */
  List<SpecStep> successors(SpecState state, ActionFilter filter) throws SpecException;

  /** Returns all steps from {@code state}. */
  default List<SpecStep> successors(SpecState state) throws SpecException {
    return successors(state, ActionFilter.ALL);
  }

  /**
   * Says whether {@code state} satisfies the state constraints of the configuration. TLC generates
   * and counts states outside of them, but neither stores them nor goes on from there; {@link
   * #initialStates} and {@link #successors} return them, so an exploration has to ask.
   */
  boolean withinConstraints(SpecState state) throws SpecException;

  /**
   * Says whether {@code target} satisfies the state constraints of the configuration and the step
   * from {@code from} to it its action constraints.
   */
  boolean withinConstraints(SpecState from, SpecState target) throws SpecException;

  /**
   * Returns the state in which the variables have {@code values}.
   *
   * @throws IllegalArgumentException if a variable is missing or unknown
   */
  SpecState state(Map<String, TlaValue> values);

  /**
   * Returns TLC's 64-bit fingerprint of a value, as {@link SpecState#fingerprints} has it for the
   * variables of a state.
   *
   * @throws IllegalArgumentException if it contains a model value that the spec does not have
   */
  long fingerprint(TlaValue value);

  /**
   * Evaluates the definition {@code name}, which has no parameters, in {@code state}.
   *
   * @throws IllegalArgumentException if there is no such definition
   * @throws SpecException if TLC cannot evaluate it
   */
  TlaValue evaluate(String name, SpecState state) throws SpecException;

  /**
   * Says whether the invariant or other state predicate {@code name} holds in {@code state}.
   *
   * @throws IllegalArgumentException if there is no such definition
   */
  boolean holds(String name, SpecState state) throws SpecException;

  /** Explains, for each instance that {@code filter} wants, whether it is enabled and why not. */
  List<ActionExplanation> explain(SpecState state, ActionFilter filter) throws SpecException;

  /** Says which atoms the spec cannot tell apart; found out anew at each call. */
  Interchangeable interchangeable();

  /**
   * Numbers {@code atoms}, to look for them in states and to rename them.
   *
   * @throws IllegalArgumentException if there are more than {@link Atoms#MAX}, one comes twice, or
   *     one is neither a string nor a model value of this spec
   */
  Atoms atoms(List<TlaValue> atoms);

  /**
   * Returns the parts of all actions, in order: their guards, and where there is a choice, what can
   * be chosen. Operators that an action applies are looked into; what is below a prime, a CHOOSE or
   * an operator of a standard module is not.
   */
  List<Part> parts();

  /**
   * Returns the parts that a step exercises: the guards that it met, the branches that it took.
   *
   * @param from the state before it
   * @param call the action: the innermost call of a step from there
   * @param to the state after it
   */
  Exercise parts(SpecState from, ActionCall call, SpecState to) throws SpecException;

  /**
   * Returns the small changes that can be made to what the next-state relation and the fairness
   * conditions apply, in any module of the spec but the standard ones, by place. After each of them
   * it is still a spec that TLC can load.
   */
  List<SpecMutation> mutations();

  /**
   * Lets another spec have the classes of TLC that this one uses. No thread may be asking it then;
   * afterwards it and its states answer nothing but {@link IllegalStateException}. A spec that is
   * never closed goes with the last reference to it, but the next one has to load TLC anew.
   */
  @Override
  void close();
}

package dev.lockstep.driver;

import dev.lockstep.driver.TrialReport.Coverage;
import dev.lockstep.driver.TrialReport.NotTaken;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Cover;
import dev.lockstep.paths.Covering;
import dev.lockstep.paths.Explorer;
import dev.lockstep.paths.Path;
import dev.lockstep.paths.StateGraph;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An implementation against a bounded model of its spec.
 *
 * <p>It walks paths that together take every step of the model. After each step, what is observed
 * must fit a state that the spec allows. In each state, what the code says that it would accept is
 * compared with the spec, and every step that the spec forbids there is tried: the code must refuse
 * it, or at least change nothing. The first difference ends the trial; it is taken once more, and
 * the shortest run to one like it is looked for.
 */
public final class Trial {

  private static final int ATTEMPTS = 3;

  private final BoundedModel model;
  private final Implementation code;
  private final TrialOptions options;
  private final Consumer<Progress> listener;
  private final long start = System.nanoTime();
  private final Ground ground;
  private final StateGraph graph;
  private final StateGraph whole;
  private final BitSet taken = new BitSet();
  private final BitSet visited = new BitSet();
  private final BitSet asked = new BitSet();
  private final BitSet probed = new BitSet();

  /** The edges that the code need not take, and did not. */
  private final BitSet refused = new BitSet();

  private long paths;
  private long steps;
  private long forbiddenTried;
  private long withoutEffect;
  private long beyondTried;
  private Optional<String> exhausted;

  /** The walk that is going on, or was the last. */
  private Walk walk;

  /**
   * How far a trial has come.
   *
   * @param what it does, for people
   * @param steps the steps that the code was asked to take
   * @param edges the edges taken
   * @param allEdges the edges that there are; 0 while it is not known
   */
  public record Progress(String what, long steps, long edges, long allEdges) {}

  /** Thrown when a budget runs out. */
  private static final class OutOfBudget extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfBudget(String which) {
      super(which);
    }
  }

  private Trial(
      BoundedModel model, Implementation code, TrialOptions options, Consumer<Progress> listener)
      throws SpecException {
    this.model = model;
    this.code = code;
    this.options = options;
    this.listener = listener;
    this.whole =
        Explorer.explore(
            model.spec(),
            options.exploration(),
            progress ->
                listener.accept(new Progress("exploring the spec", 0, progress.edges(), 0)));
    Set<String> unsupported = code.unsupported().keySet();
    this.graph = unsupported.isEmpty() ? whole : whole.without(unsupported);
    Set<ActionCall> universe = new LinkedHashSet<>(whole.calls());
    universe.removeIf(call -> unsupported.contains(call.name()));
    this.ground = new Ground(model, graph, universe, options.freedom());
    this.exhausted = graph.exhausted();
    this.walk = new Walk(ground, code);
  }

  /**
   * Runs a trial.
   *
   * @param listener told from time to time how far the work has come
   * @throws DriverException if the driver or the command cannot be used
   * @throws SpecException if TLC cannot evaluate the spec
   * @throws IllegalArgumentException if paths of the wanted length cannot cover the model
   */
  public static TrialReport run(
      BoundedModel model, Implementation code, TrialOptions options, Consumer<Progress> listener)
      throws DriverException, SpecException {
    open(model, code);
    return new Trial(model, code, options, listener).run();
  }

  static void open(BoundedModel model, Implementation code) throws DriverException {
    TraceHeader header = model.header();
    try {
      code.open(header, model.constants());
    } catch (CodeFailure e) {
      throw new DriverException(
          "the code cannot be started: " + e.getMessage(), String.join("\n  ", e.details()), e);
    }
    Names.check("unsupported", code.unsupported().keySet(), model);
  }

  private TrialReport run() throws DriverException, SpecException {
    Names.check("what may be refused", options.freedom().mayRefuse().keySet(), model);
    Names.check("what may be accepted", options.freedom().mayAccept().keySet(), model);
    Covering covering = Covering.of(graph, options.cover(), options.maxLength(), options.seed());
    Optional<Finding> finding = Optional.empty();
    try {
      for (Path path : covering.paths()) {
        follow(path);
      }
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        rest();
      }
      if (options.probe()) {
        beyondBounds();
      }
    } catch (FindingException e) {
      finding = Optional.of(shortest(e.finding()));
    } catch (OutOfBudget e) {
      exhausted = exhausted.or(() -> Optional.of(String.valueOf(e.getMessage())));
    }
    code.finish();
    return report(finding);
  }

  private Finding shortest(Finding finding) throws DriverException, SpecException {
    listener.accept(new Progress("looking for a short run", steps, taken.cardinality(), 0));
    return new ShortRun(ground, code).of(walk, finding);
  }

  /** Tries once more what no path took: the code chose another of several outcomes. */
  private void rest() throws FindingException, DriverException, SpecException, OutOfBudget {
    if (options.cover() != Cover.EDGES) {
      return;
    }
    Ways ways = new Ways(graph, refused);
    for (int edge = taken.nextClearBit(0);
        edge < graph.edges();
        edge = taken.nextClearBit(edge + 1)) {
      Optional<Path> way = refused.get(edge) ? Optional.empty() : ways.endingWith(edge);
      if (way.isPresent()) {
        follow(way.get());
      }
    }
  }

  /** Takes the steps that lead out of the bounds of the model, if the code takes them. */
  private void beyondBounds() throws FindingException, DriverException, SpecException, OutOfBudget {
    for (int state = visited.nextSetBit(0); state >= 0; state = visited.nextSetBit(state + 1)) {
      for (ActionCall call : ground.beyondBounds(state)) {
        int[] way = graph.shortestPath(state);
        follow(new Path(graph.startOf(state), way));
        if (walk.belief().equals(Set.of(state)) && !walk.isLeftOpen()) {
          count();
          beyondTried++;
          walk.take(call);
        }
      }
    }
  }

  /** Walks a path as far as the code goes along. */
  private void follow(Path path)
      throws FindingException, DriverException, SpecException, OutOfBudget {
    paths++;
    walk = new Walk(ground, code);
    walk.start(path.start());
    arrive();
    for (int edge : path.edges()) {
      if (!walk.belief().contains(graph.source(edge)) || walk.isLeftOpen()) {
        return;
      }
      ActionCall call = graph.call(edge);
      SortedSet<Integer> before = walk.belief();
      count();
      if (walk.take(call) == Walk.Outcome.TAKEN) {
        note(before, call, walk.belief());
      } else if (walk.isLeftOpen()) {
        if (walk.isRefused() && before.size() == 1) {
          noteRefused(before.first(), call);
        }
        return;
      } else if (graph.target(edge) == graph.source(edge)) {
        taken.set(edge);
      }
      arrive();
    }
  }

  private void count() throws OutOfBudget {
    steps++;
    if (steps > options.maxSteps()) {
      throw new OutOfBudget(
          String.format(Locale.ROOT, "the limit of %,d steps was reached", options.maxSteps()));
    }
    if ((steps & 0xff) == 0) {
      listener.accept(new Progress("driving the code", steps, taken.cardinality(), graph.edges()));
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      if (elapsed.compareTo(options.maxTime()) >= 0) {
        throw new OutOfBudget(
            String.format(
                Locale.ROOT,
                "the limit of %.1f s was reached",
                options.maxTime().toMillis() / 1000.0));
      }
    }
  }

  /** Counts a step only if it is certain which one it was. */
  private void note(Set<Integer> before, ActionCall call, Set<Integer> after) {
    if (before.size() == 1 && after.size() == 1) {
      int from = before.iterator().next();
      int to = after.iterator().next();
      for (int edge = graph.firstEdge(from); edge < graph.endOfEdges(from); edge++) {
        if (graph.target(edge) == to && graph.call(edge).equals(call)) {
          taken.set(edge);
        }
      }
    }
  }

  private void noteRefused(int state, ActionCall call) {
    for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      if (graph.call(edge).equals(call)) {
        refused.set(edge);
      }
    }
  }

  private void arrive() throws FindingException, DriverException, SpecException, OutOfBudget {
    if (walk.belief().size() != 1) {
      return;
    }
    int state = walk.belief().first();
    visited.set(state);
    if (!asked.get(state) && walk.askEnabled()) {
      asked.set(state);
    }
    if (options.probe() && !probed.get(state)) {
      probe(state);
    }
  }

  /** Tries everything that the spec forbids in a state. */
  private void probe(int state)
      throws FindingException, DriverException, SpecException, OutOfBudget {
    Set<ActionCall> allowed = ground.allowed(Set.of(state));
    for (ActionCall call : ground.universe()) {
      if (allowed.contains(call) || options.freedom().mayAccept().containsKey(call.name())) {
        continue;
      }
      count();
      forbiddenTried++;
      if (walk.take(call) == Walk.Outcome.WITHOUT_EFFECT) {
        withoutEffect++;
      }
    }
    probed.set(state);
  }

  private TrialReport report(Optional<Finding> finding) {
    SortedMap<String, Coverage> actions = new TreeMap<>();
    long[] all = new long[graph.calls().size()];
    long[] done = new long[all.length];
    for (int edge = 0; edge < graph.edges(); edge++) {
      all[graph.callIndex(edge)]++;
      if (taken.get(edge)) {
        done[graph.callIndex(edge)]++;
      }
    }
    for (int i = 0; i < all.length; i++) {
      if (all[i] > 0) {
        actions.merge(
            graph.calls().get(i).name(),
            new Coverage(done[i], all[i]),
            (a, b) -> new Coverage(a.taken() + b.taken(), a.all() + b.all()));
      }
    }
    List<String> never = new ArrayList<>(model.spec().variables());
    never.removeAll(ground.observed());
    boolean counts = finding.isEmpty() && exhausted.isEmpty() && options.cover() == Cover.EDGES;
    return new TrialReport(
        model.name(),
        visited.cardinality(),
        graph.states(),
        taken.cardinality(),
        graph.edges(),
        (long) whole.edges() - graph.edges(),
        actions,
        paths,
        steps,
        forbiddenTried,
        probed.cardinality(),
        withoutEffect,
        beyondTried,
        asked.cardinality(),
        List.copyOf(ground.observed()),
        never,
        new TreeMap<>(code.unsupported()),
        options.freedom(),
        ground.leftOut(),
        counts ? notTaken() : NotTaken.NONE,
        finding,
        graph.exhausted().isPresent(),
        exhausted,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Why the code did not take the steps that are left. */
  private NotTaken notTaken() {
    Ways ways = new Ways(graph, refused);
    long refusals = 0;
    long behind = 0;
    long notChosen = 0;
    for (int edge = taken.nextClearBit(0);
        edge < graph.edges();
        edge = taken.nextClearBit(edge + 1)) {
      if (refused.get(edge)) {
        refusals++;
      } else if (ways.reach(graph.source(edge))) {
        notChosen++;
      } else {
        behind++;
      }
    }
    return new NotTaken(refusals, behind, notChosen);
  }
}

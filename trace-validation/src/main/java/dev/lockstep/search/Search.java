package dev.lockstep.search;

import dev.lockstep.observation.Observations;
import dev.lockstep.symmetry.Symmetry;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a behaviour of a spec that agrees with all events of a run. It keeps all states that
 * the spec can be in after the events so far and advances them by one event at a time (a {@link
 * Sweep}); where these become many, it first tries to find one behaviour to the end (a {@link
 * Dive}), and treats names as exchangeable that the rest of the log does not tell apart.
 *
 * <p>Only a sweep or a dive that has tried everything says that there is no behaviour.
 */
public final class Search {

  /** From how many states on it is worth to look for a witness first. */
  private static final int MANY = 64;

  /** By how much the states have to grow before the next attempt. */
  private static final int GROWTH = 8;

  /** How many events are read ahead at most. */
  private static final int FAR = 200_000;

  /** How often a dive and a sweep modulo names take turns. */
  private static final int ATTEMPTS = 4;

  private static final long DIVE_PER_EVENT = 20;
  private static final long DIVE_PER_STATE = 10;

  private final Spec spec;
  private final Observations observations;
  private final SearchOptions options;
  private @Nullable Symmetry symmetry;

  /** Creates a search. */
  public Search(Spec spec, Observations observations, SearchOptions options) {
    this.spec = spec;
    this.observations = observations;
    this.options = options;
  }

  /** Finding it takes a while, and most logs need none. */
  private synchronized Symmetry symmetry() {
    Symmetry known = symmetry;
    if (known == null) {
      known = Symmetry.of(spec);
      symmetry = known;
    }
    return known;
  }

  /** Searches the whole run. */
  public Outcome run(Schedule schedule, Collection<SpecState> initialStates)
      throws TraceException, SpecException {
    return new Attempt(schedule).run(initialStates, Long.MAX_VALUE);
  }

  /** Searches the first {@code events} events of the run. */
  public Outcome upTo(long events, Schedule schedule, Collection<SpecState> initialStates)
      throws TraceException, SpecException {
    return new Attempt(schedule).run(initialStates, events);
  }

  /**
   * Returns the nodes that {@code event} can follow, those after hidden steps included; at most
   * {@code limit}.
   */
  public List<Node> beforeEvent(List<Node> nodes, TraceEvent event, long number, int limit)
      throws SpecException {
    List<Node> all = new ArrayList<>(nodes.subList(0, Math.min(nodes.size(), limit)));
    try {
      unlimited().addHidden(all, event, number, limit);
    } catch (OutOfBudgetException e) {
      // What was found until now is enough to explain the event.
    }
    return all;
  }

  /** Returns an expander that only time stops. */
  private Expander unlimited() {
    SearchOptions unlimited = options.withBudget(Long.MAX_VALUE, options.maxTime());
    return new Expander(spec, observations, unlimited, new Meter(unlimited));
  }

  /** Returns the nodes that {@code event} leads to from {@code nodes}, without hidden steps. */
  public List<Node> targets(List<Node> nodes, TraceEvent event, long number) throws SpecException {
    Frontier frontier = new Frontier();
    try {
      unlimited().expand(nodes, event, number, frontier::add);
    } catch (OutOfBudgetException e) {
      // What was found until now is shown.
    }
    return List.copyOf(frontier.nodes());
  }

  /**
   * Where one event leads.
   *
   * @param states the states after it, each once
   * @param budget the budget that ran out, in a sentence; the states are then not all
   */
  public record Advance(List<SpecState> states, Optional<String> budget) {
    /** Copies the states. */
    public Advance {
      states = List.copyOf(states);
    }
  }

  /**
   * Returns where {@code event}, number {@code number}, leads from {@code states}, by ways that
   * break no invariant if these are told apart. With this a run can be taken up anywhere, and ways
   * that were apart can be seen to meet again.
   */
  public Advance after(Collection<SpecState> states, TraceEvent event, long number)
      throws SpecException {
    int limit = (int) Math.min(Integer.MAX_VALUE, options.maxStates());
    List<Node> sources =
        beforeEvent(
            states.stream().map(state -> Node.initial(state, null)).toList(),
            event,
            number,
            Math.max(limit, states.size()));
    Meter meter = new Meter(options);
    Frontier found = new Frontier();
    Optional<String> budget = Optional.empty();
    try {
      new Expander(spec, observations, options, meter)
          .expand(
              sources,
              event,
              number,
              node -> {
                if (node.isSound()) {
                  found.add(node);
                  meter.keep(found.size(), event, number);
                }
              });
    } catch (OutOfBudgetException e) {
      budget = Optional.ofNullable(e.getMessage());
    }
    return new Advance(found.nodes().stream().map(Node::state).toList(), budget);
  }

  private final class Attempt {
    private final Schedule schedule;
    private final Meter meter = new Meter(options);
    private final Expander expander = new Expander(spec, observations, options, meter);
    private final Sweep sweep;
    private final Optional<CommonWay> commonWay = options.ways().map(CommonWay::new);
    private Level level = new Level(0);
    private Level furthest = level;
    private long many = MANY;

    Attempt(Schedule schedule) {
      this.schedule = schedule;
      this.sweep = new Sweep(schedule, expander, meter);
    }

    Outcome run(Collection<SpecState> initialStates, long stopAt)
        throws TraceException, SpecException {
      try {
        for (Node node : expander.initial(initialStates)) {
          level.add(schedule.start(), node);
        }
        while (level.number() < stopAt) {
          if (level.size() > many && options.lookAhead() && stopAt == Long.MAX_VALUE) {
            many = level.size() * GROWTH;
            Optional<Outcome> found = lookAhead();
            if (found.isPresent()) {
              return found.get();
            }
          }
          Level next = sweep.advance(level, Quotient.NONE);
          if (next.isEmpty()) {
            return outcome(
                sweep.isComplete(level) ? Outcome.Ending.ACCEPTED : Outcome.Ending.BLOCKED,
                level,
                List.of());
          }
          level = next;
          schedule.forget(level.least());
          commonWay.ifPresent(way -> way.handOn(next));
          options.progress().accept(level.number());
        }
        return outcome(Outcome.Ending.STOPPED, level, List.of());
      } catch (OutOfBudgetException e) {
        Level shown = furthest.number() > level.number() ? furthest : level;
        return new Outcome(
            Outcome.Ending.EXHAUSTED,
            shown.number(),
            shown.reached(),
            Math.max(meter.peak(), level.size()),
            meter.examined(),
            Optional.ofNullable(e.getMessage()),
            false,
            List.of());
      }
    }

    /**
     * Tries to decide the rest of the run at once: by one behaviour that agrees with it, or, of
     * nodes that differ only in names, by one each.
     */
    private Optional<Outcome> lookAhead()
        throws TraceException, SpecException, OutOfBudgetException {
      if (!schedule.readAhead(FAR)) {
        return Optional.empty();
      }
      Level from = level;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Dive dive =
            new Dive(schedule, expander, options.hidden(), spec.variables(), diveBudget(from));
        Dive.Result result;
        try {
          result = dive.from(from);
        } finally {
          furthest = dive.furthest().number() > furthest.number() ? dive.furthest() : furthest;
        }
        if (result.witness().isPresent()) {
          return Optional.of(witness(result.witness().get()));
        }
        if (result.all() && attempt == 0) {
          return Optional.of(outcome(Outcome.Ending.BLOCKED, dive.furthest(), List.of()));
        }
        // The dive got stuck at an event: perhaps nothing gets past it.
        RenamedSweep.Result renamed = sweepRenamed(dive.furthest().number() + 1);
        if (renamed.ending().isPresent() || renamed.level().isEmpty()) {
          return decided(renamed);
        }
        from = renamed.level().get();
      }
      return decided(sweepRenamed(schedule.known()));
    }

    private long diveBudget(Level from) {
      return DIVE_PER_EVENT * (schedule.known() - from.number()) + DIVE_PER_STATE * from.size();
    }

    private RenamedSweep.Result sweepRenamed(long horizon)
        throws TraceException, SpecException, OutOfBudgetException {
      return new RenamedSweep(sweep, symmetry(), schedule, level, horizon).from(level);
    }

    private Optional<Outcome> decided(RenamedSweep.Result result) {
      return result
          .ending()
          .map(ending -> outcome(ending, result.level().orElseThrow(), result.exchangeable()));
    }

    private Outcome witness(Outcome.Reached end) {
      return new Outcome(
          Outcome.Ending.ACCEPTED,
          end.cut().level(),
          List.of(new Outcome.Reached(end.cut(), end.nodes().stream().map(Node::named).toList())),
          meter.peak(),
          meter.examined(),
          Optional.empty(),
          true,
          List.of());
    }

    private Outcome outcome(Outcome.Ending ending, Level reached, List<String> exchangeable) {
      return new Outcome(
          ending,
          reached.number(),
          reached.reached(),
          Math.max(meter.peak(), reached.size()),
          meter.examined(),
          Optional.empty(),
          false,
          exchangeable);
    }
  }
}

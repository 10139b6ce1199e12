package dev.lockstep.evidence;

import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Cuts a rejected run down to what is needed to reject it: the events after the one where it stops
 * go first, then whole nodes, then single events, then values, changes and arguments that play no
 * part. A shorter run counts only if it stops at the same event and for the {@link SameReason}:
 * most runs with a gap are rejected for the gap, which says nothing about the whole.
 *
 * <p>What is left is minimal: without any one of its events it would be accepted, or rejected for
 * something else. Safe for use by several threads.
 */
public final class Shrinker {

  /**
   * What shrinking may cost.
   *
   * @param tries how many shorter runs are tried at most
   * @param time how long it may take
   */
  public record Budget(long tries, Duration time) {

    /** 100,000 tries, one minute. */
    public static final Budget DEFAULT = new Budget(100_000, Duration.ofMinutes(1));
  }

  /** A run that says so little that it leaves this many states open is not worth shrinking to. */
  private static final int WIDE = 2000;

  private final Spec spec;
  private final SearchOptions options;
  private final SameReason sameReason;
  private final Budget budget;
  private final BiConsumer<Long, Integer> progress;

  /**
   * Creates a shrinker.
   *
   * @param progress is told how many runs were tried, and how many events are left
   */
  public Shrinker(
      Spec spec,
      SearchOptions options,
      SameReason sameReason,
      Budget budget,
      BiConsumer<Long, Integer> progress)
      throws SpecException {
    this.spec = spec;
    this.options = options;
    this.sameReason = sameReason;
    this.budget = budget;
    this.progress = progress;
  }

  /**
   * Shrinks a run.
   *
   * @param file the log, for messages
   * @return empty if the run is not rejected
   */
  public Optional<Shrunk> shrink(String file, TraceHeader header, List<TraceEvent> events)
      throws TraceException, SpecException {
    Validation whole = new Validator(spec, options).validate(new Events(file, events), header);
    if (whole.verdict() != Verdict.VIOLATED) {
      return Optional.empty();
    }
    return Optional.of(new Run(file, header, events, whole).shrink());
  }

  /** An event and its number in the whole run, counted from 0. */
  private record Item(int number, TraceEvent event) {}

  private final class Run {
    private final String file;
    private final List<TraceEvent> whole;
    private final Validation.Stop wholeStop;
    private final Validator validator;
    private final int target;
    private Prefix prefix;
    private final long end = System.nanoTime() + budget.time().toNanos();
    private TraceHeader header;
    private List<Item> best = new ArrayList<>();
    private Validation.Stop stop;
    private long tried;
    private boolean exhausted;

    Run(String file, TraceHeader header, List<TraceEvent> events, Validation validation)
        throws SpecException {
      this.file = file;
      this.header = header;
      this.whole = events;
      this.wholeStop = validation.stopped().orElseThrow();
      this.stop = wholeStop;
      this.validator =
          new Validator(
              spec,
              options.withBudget(
                  Math.min(options.maxStates(), Math.max(WIDE, 2 * validation.peakStates())),
                  options.maxTime().compareTo(budget.time()) < 0
                      ? options.maxTime()
                      : budget.time()));
      this.target = (int) stop.number() - 1;
      this.prefix = new Prefix(spec, options, header);
      for (int number = 0; number < events.size(); number++) {
        best.add(new Item(number, events.get(number)));
      }
    }

    Shrunk shrink() throws TraceException, SpecException {
      attempt(header, best.subList(0, Math.max(1, target + 1)), 0);
      wholeNodes();
      boolean changed = true;
      while (changed && !exhausted) {
        events();
        changed = new Projection().broad() || new Projection().fine();
      }
      SortedSet<String> silenced = variables(whole);
      List<TraceEvent> left = best.stream().map(Item::event).toList();
      silenced.removeAll(variables(left));
      header.state().keySet().forEach(place -> silenced.remove(place.variable()));
      return new Shrunk(named(), left, whole.size(), wholeStop, stop, silenced, tried, !exhausted);
    }

    /** Tries a candidate whose first {@code same} events are those of the best. */
    private boolean attempt(TraceHeader candidateHeader, List<Item> items, int same)
        throws TraceException, SpecException {
      if (exhausted || tried >= budget.tries() || System.nanoTime() > end) {
        exhausted = true;
        return false;
      }
      tried++;
      List<TraceEvent> events = items.stream().map(Item::event).toList();
      boolean targetIsLast = !items.isEmpty() && items.getLast().number() == target;
      if (targetIsLast
          && candidateHeader.equals(header)
          && prefix.rejectsElsewhere(events, Math.min(same, events.size() - 1))) {
        return false;
      }
      Validation validation = validator.validate(new Events(file, events), candidateHeader);
      Optional<Validation.Stop> found = validation.stopped();
      if (validation.verdict() != Verdict.VIOLATED
          || found.isEmpty()
          || found.get().number() != position(items)
          || !sameReason.same(wholeStop, found.get())) {
        return false;
      }
      best = List.copyOf(items);
      if (!header.equals(candidateHeader)) {
        header = candidateHeader;
        prefix = new Prefix(spec, options, header);
      }
      stop = found.get();
      progress.accept(tried, best.size());
      return true;
    }

    /** Where the event at which the run stops stands in a candidate, counted from 1. */
    private long position(List<Item> items) {
      for (int index = 0; index < items.size(); index++) {
        if (items.get(index).number() == target) {
          return index + 1L;
        }
      }
      return 0;
    }

    private void wholeNodes() throws TraceException, SpecException {
      Set<String> nodes = new TreeSet<>();
      best.forEach(item -> item.event().node().ifPresent(nodes::add));
      for (String node : nodes) {
        List<Item> others =
            best.stream()
                .filter(
                    item ->
                        item.number() == target || !item.event().node().equals(Optional.of(node)))
                .toList();
        if (nodes.size() > 1 && others.size() < best.size()) {
          attempt(header, others, 0);
        }
      }
    }

    private void events() throws TraceException, SpecException {
      DeltaDebugging.<Item, TraceException, SpecException>minimal(
          best.stream().filter(item -> item.number() != target).toList(),
          (list, from, to) -> {
            List<Item> left = new ArrayList<>(list.subList(0, from));
            left.addAll(list.subList(to, list.size()));
            List<Item> candidate = new ArrayList<>(left);
            best.stream().filter(item -> item.number() == target).forEach(candidate::add);
            candidate.sort(Comparator.comparingInt(Item::number));
            return attempt(header, candidate, from) ? Optional.of(left) : Optional.empty();
          });
    }

    /** Takes out what the events say beyond what is needed. */
    private final class Projection {
      private boolean changed;

      /** Takes out what the whole run says, so that more of its events can go. */
      boolean broad() throws TraceException, SpecException {
        attemptAll(header, before(Silence::aboutAll));
        for (String variable : variables(best.stream().map(Item::event).toList())) {
          attemptAll(header, before(Silence.about(variable)));
          attemptAll(header, item -> Silence.about(variable).apply(item.event()));
        }
        for (Place place : List.copyOf(header.state().keySet())) {
          SortedMap<Place, LoggedValue> state = new TreeMap<>(header.state());
          state.remove(place);
          attemptAll(header.withState(state), Item::event);
        }
        return changed;
      }

      private Function<Item, TraceEvent> before(UnaryOperator<TraceEvent> silence) {
        return item -> item.number() == target ? item.event() : silence.apply(item.event());
      }

      /** Takes out what single events say. */
      boolean fine() throws TraceException, SpecException {
        for (int index = 0; index < best.size(); index++) {
          int at = index;
          for (UnaryOperator<TraceEvent> silence : Silence.each(best.get(at).event())) {
            attemptOne(at, silence);
          }
          if (best.get(at).number() != target) {
            attemptOne(at, Silence::withoutArguments);
          }
        }
        return changed;
      }

      private void attemptAll(TraceHeader candidateHeader, Function<Item, TraceEvent> change)
          throws TraceException, SpecException {
        List<Item> items =
            best.stream().map(item -> new Item(item.number(), change.apply(item))).toList();
        if (!items.equals(best) || !candidateHeader.equals(header)) {
          changed |= attempt(candidateHeader, items, 0);
        }
      }

      private void attemptOne(int at, UnaryOperator<TraceEvent> silence)
          throws TraceException, SpecException {
        Item item = best.get(at);
        TraceEvent event = silence.apply(item.event());
        if (!event.equals(item.event())) {
          List<Item> items = new ArrayList<>(best);
          items.set(at, new Item(item.number(), event));
          changed |= attempt(header, items, at);
        }
      }
    }

    private TraceHeader named() {
      SortedMap<String, LoggedValue> constants = new TreeMap<>(header.constants());
      spec.constants().forEach((name, value) -> constants.putIfAbsent(name, LoggedValue.of(value)));
      return new TraceHeader(
          header.line(),
          Optional.of(header.spec().orElse(spec.module())),
          header.protocol(),
          constants,
          header.seed(),
          header.run(),
          header.state());
    }
  }

  private static SortedSet<String> variables(List<TraceEvent> events) {
    SortedSet<String> variables = new TreeSet<>();
    for (TraceEvent event : events) {
      variables.addAll(event.delta().keySet());
      event.state().keySet().forEach(place -> variables.add(place.variable()));
    }
    return variables;
  }
}

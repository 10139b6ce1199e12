package dev.lockstep.evidence;

import dev.lockstep.tlc.Spec;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Draws corruptions of a run: the same run and seed give the same. */
final class Faults {

  /** How often the same place is altered if there are fewer places than corruptions wanted. */
  private static final int ROUNDS = 3;

  private final Spec spec;
  private final List<TraceEvent> events;
  private final Vocabulary vocabulary;
  private final SortedMap<String, List<String>> actions;
  private final long seed;

  Faults(Spec spec, List<TraceEvent> events, long seed) {
    this.spec = spec;
    this.events = events;
    this.vocabulary = new Vocabulary(spec, events);
    this.actions = spec.actions();
    this.seed = seed;
  }

  /** Draws up to {@code most} corruptions, as evenly over the kinds as there are any; in order. */
  List<Fault> draw(int most) {
    Map<Fault.Kind, List<Fault>> drawn = new EnumMap<>(Fault.Kind.class);
    for (Fault.Kind kind : Fault.Kind.values()) {
      drawn.put(kind, draw(kind, most));
    }
    List<List<Fault>> fewestFirst =
        drawn.values().stream().sorted(Comparator.comparingInt(List::size)).toList();
    List<Fault> chosen = new ArrayList<>();
    for (int index = 0; index < fewestFirst.size(); index++) {
      int share = (most - chosen.size()) / (fewestFirst.size() - index);
      List<Fault> ofKind = fewestFirst.get(index);
      chosen.addAll(ofKind.subList(0, Math.min(share, ofKind.size())));
    }
    chosen.sort(Comparator.comparingInt(Fault::at).thenComparing(Fault::kind));
    return chosen;
  }

  private List<Fault> draw(Fault.Kind kind, int most) {
    long[] sites = sites(kind);
    shuffle(sites, new Random(seed * 31 + kind.word().length()));
    List<Fault> drawn = new ArrayList<>();
    int rounds = kind.compareTo(Fault.Kind.DROP) < 0 ? ROUNDS : 1;
    for (int round = 0; round < rounds; round++) {
      for (long site : sites) {
        if (drawn.size() == most) {
          return drawn;
        }
        make(kind, (int) (site >> Integer.SIZE), (int) site, round).ifPresent(drawn::add);
      }
    }
    return drawn;
  }

  private static void shuffle(long[] sites, RandomGenerator random) {
    for (int index = sites.length - 1; index > 0; index--) {
      int other = random.nextInt(index + 1);
      long site = sites[index];
      sites[index] = sites[other];
      sites[other] = site;
    }
  }

  /** The places where a run can be corrupted: the number of the event, and what of it. */
  private long[] sites(Fault.Kind kind) {
    long[] sites = new long[0];
    int size = 0;
    for (int at = 0; at < events.size(); at++) {
      int ofEvent = places(kind, at);
      if (size + ofEvent > sites.length) {
        sites = Arrays.copyOf(sites, Math.max(size + ofEvent, 2 * sites.length));
      }
      for (int slot = 0; slot < ofEvent; slot++) {
        sites[size++] = ((long) at << Integer.SIZE) | slot;
      }
    }
    return Arrays.copyOf(sites, size);
  }

  private int places(Fault.Kind kind, int at) {
    TraceEvent event = events.get(at);
    return switch (kind) {
      case DROP, SWAP -> at + 1 < events.size() ? 1 : 0;
      case DUPLICATE -> 1;
      case NAME -> event.steps().calls().size();
      case VALUE -> event.state().size();
      case ARGUMENT ->
          event.steps().calls().stream()
              .mapToInt(call -> call.arguments().map(List::size).orElse(0))
              .sum();
      case DELTA -> event.delta().values().stream().mapToInt(List::size).sum();
    };
  }

  private Optional<Fault> make(Fault.Kind kind, int at, int slot, int round) {
    TraceEvent event = events.get(at);
    String steps = event.steps().toString();
    String action = event.action().orElse("an event without a name");
    return switch (kind) {
      case DROP -> Optional.of(new Fault(kind, at, 1, List.of(), action, "without " + steps));
      case DUPLICATE ->
          Optional.of(new Fault(kind, at, 1, List.of(event, event), action, steps + " twice"));
      case SWAP -> {
        TraceEvent next = events.get(at + 1);
        yield event.from(Origin.NONE).equals(next.from(Origin.NONE))
            ? Optional.empty()
            : Optional.of(
                new Fault(
                    kind, at, 2, List.of(next, event), action, next.steps() + " before " + steps));
      }
      case NAME -> name(event, at, slot, round);
      case ARGUMENT -> argument(event, at, slot, round);
      case VALUE -> value(event, at, slot, round);
      case DELTA -> delta(event, at, slot, round);
    };
  }

  /** Chooses the alternative of this round; the rounds choose different ones. */
  private <T> Optional<T> choose(List<T> alternatives, int at, int slot, int round) {
    if (round >= alternatives.size()) {
      return Optional.empty();
    }
    int first = new Random(seed + 1_000_003L * at + slot).nextInt(alternatives.size());
    return Optional.of(alternatives.get((first + round) % alternatives.size()));
  }

  private Optional<Fault> name(TraceEvent event, int at, int slot, int round) {
    LoggedCall call = event.steps().calls().get(slot);
    int arity = call.arguments().map(List::size).orElse(-1);
    List<String> others =
        spec.actionLabels().stream()
            .filter(name -> !name.equals(call.action()))
            .filter(name -> arity < 0 || actions.getOrDefault(name, List.of()).size() == arity)
            .toList();
    return choose(others, at, slot, round)
        .map(
            name ->
                altered(
                    Fault.Kind.NAME,
                    at,
                    with(event, slot, new LoggedCall(name, call.arguments())),
                    call.action(),
                    call.action() + " -> " + name));
  }

  private static TraceEvent with(TraceEvent event, int index, LoggedCall call) {
    List<LoggedCall> calls = new ArrayList<>(event.steps().calls());
    calls.set(index, call);
    return event.with(new Steps(calls, event.steps().stuttering()));
  }

  private static Fault altered(
      Fault.Kind kind, int at, TraceEvent event, String subject, String words) {
    return new Fault(kind, at, 1, List.of(event), subject, words);
  }

  private Optional<Fault> argument(TraceEvent event, int at, int slot, int round) {
    int index = slot;
    int number = 0;
    while (index >= event.steps().calls().get(number).arguments().map(List::size).orElse(0)) {
      index -= event.steps().calls().get(number).arguments().map(List::size).orElse(0);
      number++;
    }
    LoggedCall call = event.steps().calls().get(number);
    List<LoggedValue> arguments = new ArrayList<>(call.arguments().orElseThrow());
    LoggedValue old = arguments.get(index);
    if (old instanceof LoggedValue.Nothing) {
      return Optional.empty();
    }
    Optional<LoggedValue> other =
        choose(vocabulary.others(Vocabulary.argument(call, index), old), at, slot, round);
    if (other.isEmpty()) {
      return Optional.empty();
    }
    arguments.set(index, other.get());
    List<String> parameters = actions.getOrDefault(call.action(), List.of());
    String subject =
        "argument "
            + (index < parameters.size() ? parameters.get(index) : String.valueOf(index + 1))
            + " of "
            + call.action();
    return Optional.of(
        altered(
            Fault.Kind.ARGUMENT,
            at,
            with(event, number, LoggedCall.of(call.action(), arguments)),
            subject,
            subject + ": " + old + " -> " + other.get()));
  }

  private Optional<Fault> value(TraceEvent event, int at, int slot, int round) {
    Map.Entry<Place, LoggedValue> entry =
        event.state().entrySet().stream().skip(slot).findFirst().orElseThrow();
    Place place = entry.getKey();
    return choose(vocabulary.others(Vocabulary.place(place), entry.getValue()), at, slot, round)
        .map(
            other -> {
              SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
              state.put(place, other);
              return altered(
                  Fault.Kind.VALUE,
                  at,
                  event.withState(state),
                  place.variable(),
                  place + ": " + entry.getValue() + " -> " + other);
            });
  }

  private Optional<Fault> delta(TraceEvent event, int at, int slot, int round) {
    int index = slot;
    for (Map.Entry<String, List<Change>> entry : event.delta().entrySet()) {
      if (index >= entry.getValue().size()) {
        index -= entry.getValue().size();
        continue;
      }
      String variable = entry.getKey();
      Change old = entry.getValue().get(index);
      int place = index;
      return choose(others(variable, old), at, slot, round)
          .map(
              other -> {
                List<Change> changes = new ArrayList<>(entry.getValue());
                changes.set(place, other);
                SortedMap<String, List<Change>> delta = new TreeMap<>(event.delta());
                delta.put(variable, changes);
                return altered(
                    Fault.Kind.DELTA,
                    at,
                    event.withDelta(delta),
                    variable,
                    variable + ": " + old + " -> " + other);
              });
    }
    return Optional.empty();
  }

  private List<Change> others(String variable, Change change) {
    List<Change> others = new ArrayList<>();
    String where = Vocabulary.change(variable, change);
    for (int index = 0; index < change.arguments().size(); index++) {
      for (LoggedValue other : vocabulary.others(where, change.arguments().get(index))) {
        List<LoggedValue> arguments = new ArrayList<>(change.arguments());
        arguments.set(index, other);
        others.add(new Change(change.operator(), change.path(), arguments));
      }
    }
    if (change.operator() != Change.Operator.UNCHANGED) {
      others.add(new Change(Change.Operator.UNCHANGED, List.of(), List.of()));
    }
    return others;
  }
}

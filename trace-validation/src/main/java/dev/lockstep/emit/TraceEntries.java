package dev.lockstep.emit;

import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Projection;
import dev.lockstep.trace.Steps.Stuttering;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The events as entries of the trace, records of TLA+: one for each step of TLC, so that an event
 * of several steps has several. It collects what the entries make use of, which the module then
 * explains and nothing else.
 */
final class TraceEntries {

  /** The action of an entry for a step of any name. */
  static final String ANY = "";

  private static final int SHARED = 24;

  private final Names names;
  private final Emitter.Values form;
  private final PlainValues plain;
  private final TlaText text;
  private final List<SpecState> initialStates;
  private final List<Line> lines = new ArrayList<>();
  private final List<Emission.Entries> runs = new ArrayList<>();
  private final Set<String> actions = new LinkedHashSet<>();
  private final Map<String, String> shared = new LinkedHashMap<>();
  private final Map<String, List<TlaValue>> hints = new TreeMap<>();

  /** Variables by how they are observed. */
  final SortedSet<String> withPlainValues = new TreeSet<>();

  final SortedSet<String> withObservations = new TreeSet<>();
  final SortedSet<String> withChanges = new TreeSet<>();
  boolean plainArguments;
  boolean loggedArguments;
  boolean mayStay;
  boolean maySkipSeveral;
  boolean changesBySeveralSteps;

  TraceEntries(
      Names names,
      Emitter.Values form,
      PlainValues plain,
      TlaText text,
      List<SpecState> initialStates) {
    this.names = names;
    this.form = form;
    this.plain = plain;
    this.text = text;
    this.initialStates = initialStates;
  }

  /** An entry, and where it comes from. */
  record Line(String entry, String comment) {}

  List<Line> lines() {
    return lines;
  }

  List<Emission.Entries> runs() {
    return runs;
  }

  /** Returns the actions that are named, and {@link #ANY} if an event has none. */
  Set<String> actions() {
    return actions;
  }

  void add(Emitter.Run run) throws CannotEmitException {
    if (!runs.isEmpty()) {
      // So that the end of one run is not the start of the next.
      String comment = "here starts run " + (runs.size() + 1);
      lines.add(new Line("[action |-> \"none\"]", comment));
    }
    int start = lines.size();
    List<Integer> ends = new ArrayList<>();
    for (TraceEvent event : run.events()) {
      try {
        add(event, ends.size() + 1);
      } catch (CannotEmitException e) {
        throw e.at(ends.size() + 1, event.line());
      }
      ends.add(lines.size());
    }
    runs.add(new Emission.Entries(start, ends));
  }

  private void add(TraceEvent event, int number) throws CannotEmitException {
    List<LoggedCall> calls = event.steps().calls();
    boolean none = event.steps().stuttering() == Stuttering.ALWAYS;
    int count = none ? 1 : Math.max(1, calls.size());
    boolean stays = event.steps().stuttering() != Stuttering.NEVER;
    mayStay |= stays;
    maySkipSeveral |= stays && count > 1;
    changesBySeveralSteps |= count > 1 && !event.delta().isEmpty();
    for (int step = 0; step < count; step++) {
      Map<String, String> fields = new LinkedHashMap<>();
      if (!none) {
        step(calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(step)), fields);
      }
      if (stays) {
        String how = none ? "always" : count == 1 ? "maybe" : step == 0 ? "begin" : "go on";
        fields.put("stays", TlaText.string(how));
      }
      if (count > 1 && !event.delta().isEmpty()) {
        fields.put("part", TlaText.string(step == 0 ? "first" : "further"));
      }
      if (step == count - 1) {
        observations(event, fields);
      }
      lines.add(line(event, fields, number));
    }
  }

  private static Line line(TraceEvent event, Map<String, String> fields, int number) {
    String entry =
        fields.entrySet().stream()
            .map(field -> field.getKey() + " |-> " + field.getValue())
            .collect(Collectors.joining(", ", "[", "]"));
    String place = event.line() == 0 ? "" : ", line " + event.line();
    return new Line(entry, "event " + number + place);
  }

  private void step(Optional<LoggedCall> call, Map<String, String> fields)
      throws CannotEmitException {
    String action = call.map(LoggedCall::action).orElse(ANY);
    actions.add(action);
    fields.put("action", TlaText.string(action));
    if (call.isPresent() && call.get().arguments().isPresent()) {
      arguments(call.get().arguments().get(), fields);
    }
  }

  private void arguments(List<LoggedValue> arguments, Map<String, String> fields)
      throws CannotEmitException {
    List<String> values = new ArrayList<>();
    for (LoggedValue argument : arguments) {
      Optional<String> value = plain(argument, List.of());
      value.ifPresent(values::add);
    }
    if (values.size() == arguments.size()) {
      plainArguments = true;
      fields.put("args", LoggedText.tuple(values));
    } else {
      loggedArguments = true;
      fields.put("argsLike", LoggedText.arguments(arguments));
    }
  }

  private Optional<String> plain(LoggedValue logged, List<TlaValue> similar)
      throws CannotEmitException {
    if (form != Emitter.Values.PLAIN) {
      return Optional.empty();
    }
    Optional<TlaValue> value = plain.of(logged, similar);
    return value.isPresent() ? Optional.of(text.of(value.get())) : Optional.empty();
  }

  private void observations(TraceEvent event, Map<String, String> fields)
      throws CannotEmitException {
    List<String> whole = new ArrayList<>();
    SortedMap<String, List<String>> places = new TreeMap<>();
    for (Map.Entry<Place, LoggedValue> observed : event.state().entrySet()) {
      String variable = observed.getKey().variable();
      Optional<String> value =
          observed.getKey().path().isEmpty()
              ? plain(observed.getValue(), hints(variable))
              : Optional.empty();
      if (value.isPresent()) {
        withPlainValues.add(variable);
        whole.add(variable + " |-> " + shared(variable, value.get()));
      } else {
        withObservations.add(variable);
        places.computeIfAbsent(variable, added -> new ArrayList<>()).add(observation(observed));
      }
    }
    if (!whole.isEmpty()) {
      fields.put("is", "[" + String.join(", ", whole) + "]");
    }
    if (!places.isEmpty()) {
      List<String> texts = new ArrayList<>();
      places.forEach((name, list) -> texts.add(name + " |-> " + LoggedText.tuple(list)));
      fields.put("isLike", "[" + String.join(", ", texts) + "]");
    }
    if (!event.delta().isEmpty()) {
      fields.put("changes", changes(event.delta()));
    }
  }

  static String observation(Map.Entry<Place, LoggedValue> observed) throws CannotEmitException {
    List<String> keys = new ArrayList<>();
    for (Place.Segment segment : observed.getKey().path()) {
      switch (segment) {
        case Place.Key key -> keys.add(key.text());
        case Projection projection ->
            throw new CannotEmitException(
                "a projection such as " + projection.word() + " in " + observed.getKey());
      }
    }
    return "[at |-> "
        + LoggedText.path(keys)
        + ", is |-> "
        + LoggedText.of(observed.getValue())
        + "]";
  }

  private String changes(SortedMap<String, List<Change>> delta) throws CannotEmitException {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, List<Change>> changes : delta.entrySet()) {
      withChanges.add(changes.getKey());
      List<TlaValue> initial = hints(changes.getKey());
      Optional<TlaValue> only =
          initial.size() == 1 ? Optional.of(initial.getFirst()) : Optional.empty();
      texts.add(changes.getKey() + " |-> " + LoggedText.changes(changes.getValue(), only, text));
    }
    return "[" + String.join(", ", texts) + "]";
  }

  /** Long values have names: TLC takes most of its time to read them, and many occur often. */
  private String shared(String variable, String value) {
    return value.length() < SHARED
        ? value
        : shared.computeIfAbsent(
            value, added -> names.of("value " + added, variable + "_" + (shared.size() + 1)));
  }

  /** Returns the values that have names: names by value, in the order of their first use. */
  Map<String, String> shared() {
    return shared;
  }

  /** The initial values of a variable, each once. */
  private List<TlaValue> hints(String variable) {
    return hints.computeIfAbsent(
        variable,
        added -> initialStates.stream().map(state -> state.get(added)).distinct().toList());
  }
}

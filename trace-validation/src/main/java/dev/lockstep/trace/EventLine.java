package dev.lockstep.trace;

import dev.lockstep.catalog.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a line of trace format v1 that is an event. */
final class EventLine {

  private static final List<String> CHANGE_FIELDS = List.of("op", "path", "args");

  private static final List<String> FIELDS =
      List.of(
          "node",
          "clock",
          "vector",
          "sent",
          "received",
          "action",
          "args",
          "steps",
          "optional",
          "state",
          "delta");

  private static final List<String> STEP_FIELDS = List.of("action", "args");

  private final JsonLine json;
  private final Call single;
  private Optional<String> node = Optional.empty();
  private Optional<Long> clock = Optional.empty();
  private final SortedMap<String, Long> vector = new TreeMap<>();
  private List<String> sent = List.of();
  private List<String> received = List.of();
  private Optional<List<LoggedCall>> steps = Optional.empty();
  private boolean optional;
  private SortedMap<Place, LoggedValue> state = new TreeMap<>();
  private final SortedMap<String, List<Change>> delta = new TreeMap<>();

  private EventLine(JsonLine json) {
    this.json = json;
    this.single = new Call(json);
  }

  static TraceEvent read(Origin origin, String text) throws TraceException {
    try (JsonLine json = new JsonLine(origin.file(), origin.line(), text)) {
      EventLine event = new EventLine(json);
      json.object("event", event::field);
      Steps steps = event.steps();
      json.end();
      return new TraceEvent(
          origin,
          event.node,
          new Causality(event.clock, event.vector, event.sent, event.received),
          steps,
          event.state,
          event.delta);
    }
  }

  private void field(String name) throws TraceException {
    switch (name) {
      case "node" -> node = Optional.of(json.string(name));
      case "clock" -> clock = Optional.of(json.integer(name));
      case "vector" -> json.object(name, other -> vector.put(other, counter(other)));
      case "sent" -> sent = texts(name);
      case "received" -> received = texts(name);
      case "action", "args" -> single.field(name);
      case "steps" -> {
        List<LoggedCall> calls = new ArrayList<>();
        json.array(name, index -> calls.add(call()));
        steps = Optional.of(calls);
      }
      case "optional" -> optional = json.truth(name);
      case "state" -> state = places(json);
      case "delta" -> json.object(name, variable -> delta.put(variable, changes()));
      default -> throw unknownField(json, "event", name, FIELDS);
    }
  }

  private long counter(String name) throws TraceException {
    long counter = json.integer(name);
    if (counter < 0) {
      throw json.failAtLast(
          "a vector clock counts events, so that " + counter + " is not possible", null);
    }
    return counter;
  }

  private List<String> texts(String name) throws TraceException {
    List<String> texts = new ArrayList<>();
    json.array(name, index -> texts.add(json.string(name)));
    return texts;
  }

  private LoggedCall call() throws TraceException {
    Call call = new Call(json);
    json.object(
        "steps",
        name -> {
          if (!STEP_FIELDS.contains(name)) {
            throw unknownField(json, "step", name, STEP_FIELDS);
          }
          call.field(name);
        });
    return call.get().orElseThrow(() -> json.failAtLast("a step lacks \"action\", its name", null));
  }

  private Steps steps() throws TraceException {
    Optional<LoggedCall> call = single.get();
    if (steps.isPresent() && call.isPresent()) {
      throw json.fail(
          "the event has both \"action\" and \"steps\"; for several steps in one, list all of them"
              + " in \"steps\"",
          null);
    }
    List<LoggedCall> calls = steps.orElse(call.map(List::of).orElse(List.of()));
    if (steps.isPresent() && calls.isEmpty()) {
      if (optional) {
        throw json.fail("\"steps\":[] says that there was no step; leave out \"optional\"", null);
      }
      return Steps.NONE;
    }
    return new Steps(calls, optional ? Steps.Stuttering.MAYBE : Steps.Stuttering.NEVER);
  }

  /** Reads values by place. */
  static SortedMap<Place, LoggedValue> places(JsonLine json) throws TraceException {
    SortedMap<Place, LoggedValue> places = new TreeMap<>();
    json.object(
        "state",
        key -> {
          Place place;
          try {
            place = Place.parse(key);
          } catch (IllegalArgumentException e) {
            throw json.failAtLast(
                "the key \""
                    + Nearest.shortened(key)
                    + "\" is not a variable or variable/path: "
                    + e.getMessage(),
                e);
          }
          if (places.containsKey(place)) {
            throw json.failAtLast(
                "the place " + Nearest.shortened(key) + " is there twice, written differently",
                null);
          }
          places.put(place, json.value(key));
        });
    return places;
  }

  private List<Change> changes() throws TraceException {
    List<Change> changes = new ArrayList<>();
    json.array("delta", index -> changes.add(change(json, false)));
    if (changes.isEmpty()) {
      throw json.failAtLast(
          "a list of changes is empty; leave the variable out, or write [{\"op\":\"Unchanged\"}]",
          null);
    }
    return changes;
  }

  /**
   * Reads one {@code {op, path, args}}.
   *
   * @param moreArguments whether arguments that the operator does not take are ignored
   */
  static Change change(JsonLine json, boolean moreArguments) throws TraceException {
    List<Change.Operator> operator = new ArrayList<>();
    List<String> path = new ArrayList<>();
    List<LoggedValue> arguments = new ArrayList<>();
    json.object(
        "delta",
        name -> {
          switch (name) {
            case "op" -> operator.add(operator(json));
            case "path" -> json.array(name, index -> path.add(json.keyText(name)));
            case "args" -> arguments.addAll(json.values(name));
            default -> throw unknownField(json, "change", name, CHANGE_FIELDS);
          }
        });
    if (operator.isEmpty()) {
      throw json.failAtLast("a change lacks \"op\", the operator", null);
    }
    int arity = operator.getFirst().arity();
    if (moreArguments && arguments.size() > arity) {
      arguments.subList(arity, arguments.size()).clear();
    }
    if (arguments.size() != arity) {
      throw json.failAtLast(
          operator.getFirst().word()
              + " takes "
              + (arity == 1 ? "1 argument" : arity + " arguments")
              + " in \"args\", not "
              + arguments.size(),
          null);
    }
    return new Change(operator.getFirst(), path, arguments);
  }

  private static Change.Operator operator(JsonLine json) throws TraceException {
    String word = json.string("op");
    Optional<Change.Operator> operator = Change.Operator.of(word);
    if (operator.isEmpty()) {
      List<String> words = new ArrayList<>();
      for (Change.Operator known : Change.Operator.values()) {
        words.add(known.word());
      }
      throw json.failAtLast(
          "unknown operator \"" + Nearest.shortened(word) + "\"" + Nearest.hint(word, words), null);
    }
    return operator.get();
  }

  static TraceException unknownField(JsonLine json, String where, String name, List<String> known) {
    return json.failAtLast(
        "unknown field \""
            + Nearest.shortened(name)
            + "\" in the "
            + where
            + Nearest.hint(name, known),
        null);
  }

  /** The fields {@code action} and {@code args}. */
  private static final class Call {
    private final JsonLine json;
    private Optional<String> action = Optional.empty();
    private Optional<List<LoggedValue>> arguments = Optional.empty();

    Call(JsonLine json) {
      this.json = json;
    }

    void field(String name) throws TraceException {
      if (name.equals("action")) {
        action = Optional.of(json.string(name));
      } else {
        arguments = Optional.of(json.values(name));
      }
    }

    Optional<LoggedCall> get() throws TraceException {
      if (arguments.isPresent() && action.isEmpty()) {
        throw json.fail("the event has \"args\" but no \"action\" that they belong to", null);
      }
      return action.map(name -> new LoggedCall(name, arguments));
    }
  }
}

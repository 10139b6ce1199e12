package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of an event of trace format v1, and of what is read as one: {@code node}, {@code
 * clock}, {@code args} and {@code state}.
 */
record EventFields(TraceEvent event, Optional<LoggedCall> call) implements LoggedFields {

  @Override
  public Origin origin() {
    return event.origin();
  }

  @Override
  public Optional<LoggedValue> node() {
    return event.node().map(LoggedValue.Text::new);
  }

  @Override
  public Optional<List<LoggedValue>> arguments() {
    return call.flatMap(LoggedCall::arguments);
  }

  @Override
  public Optional<LoggedValue> argument(String parameter) {
    return Optional.empty();
  }

  @Override
  public Optional<LoggedValue> find(FieldPath path) {
    List<String> rest = path.keys().subList(1, path.keys().size());
    return switch (path.keys().getFirst()) {
      case "node" -> node().flatMap(value -> inside(value, rest));
      case "clock" ->
          event
              .clock()
              .filter(clock -> clock == clock.intValue())
              .map(clock -> new LoggedValue.Whole(clock.intValue()))
              .flatMap(value -> inside(value, rest));
      case "args" -> arguments().map(LoggedValue.Items::new).flatMap(value -> inside(value, rest));
      case "state" -> inside(state(), rest);
      default -> Optional.empty();
    };
  }

  private LoggedValue state() {
    SortedMap<String, LoggedValue> fields = new TreeMap<>();
    for (Map.Entry<Place, LoggedValue> value : event.state().entrySet()) {
      fields.put(value.getKey().toString(), value.getValue());
    }
    return new LoggedValue.Fields(fields);
  }

  private static Optional<LoggedValue> inside(LoggedValue value, List<String> keys) {
    LoggedValue here = value;
    for (String key : keys) {
      LoggedValue inner =
          switch (here) {
            case LoggedValue.Fields fields -> fields.values().get(key);
            case LoggedValue.Items items -> element(items.values(), key).orElse(null);
            default -> null;
          };
      if (inner == null) {
        return Optional.empty();
      }
      here = inner;
    }
    return Optional.of(here);
  }

  /** Returns the element at a position that is counted from 0. */
  static <T> Optional<T> element(List<T> items, String key) {
    boolean number =
        !key.isEmpty() && key.length() < 10 && key.chars().allMatch(EventFields::digit);
    if (!number || Integer.parseInt(key) >= items.size()) {
      return Optional.empty();
    }
    return Optional.of(items.get(Integer.parseInt(key)));
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }
}

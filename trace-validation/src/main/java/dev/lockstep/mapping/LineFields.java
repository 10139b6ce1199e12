package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A line of a foreign log as the fields of an event, by a layout. */
final class LineFields implements LoggedFields {

  private final Origin origin;
  private final Json.Fields line;
  private final Layout layout;
  private final Translator translator;

  LineFields(Origin origin, Json.Fields line, Layout layout, Translator translator) {
    this.origin = origin;
    this.line = line;
    this.layout = layout;
    this.translator = translator;
  }

  Json.Fields line() {
    return line;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  /** The same line, with all paths as those of the line itself. */
  LoggedFields raw() {
    return new RawFields(origin, line, Optional.ofNullable(layout.at().get("node")));
  }

  @Override
  public Optional<LoggedValue> node() throws TraceException {
    return logged("node");
  }

  @Override
  public Optional<LoggedValue> find(FieldPath path) throws TraceException {
    Optional<Json> value = line.at(layout.resolve(path).keys());
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(value.get().logged(origin, path.toString()));
  }

  @Override
  public Optional<List<LoggedValue>> arguments() throws TraceException {
    Optional<LoggedValue> arguments = logged("args");
    if (arguments.isEmpty() || arguments.get() instanceof LoggedValue.Fields) {
      return Optional.empty();
    }
    return Optional.of(
        arguments.get() instanceof LoggedValue.Items items
            ? items.values()
            : List.of(arguments.get()));
  }

  @Override
  public Optional<LoggedValue> argument(String parameter) throws TraceException {
    FieldPath named = layout.arguments().get(parameter);
    if (named != null) {
      return find(named, named);
    }
    FieldPath all = layout.at().get("args");
    return all == null ? Optional.empty() : find(all.then(List.of(parameter)), all);
  }

  private Optional<LoggedValue> find(FieldPath path, FieldPath asked) throws TraceException {
    Optional<Json> value = at(path, asked);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(value.get().logged(origin, path.toString()));
  }

  /** Returns what is at {@code path}, and keeps in mind whether the log ever had it. */
  private Optional<Json> at(FieldPath path, FieldPath asked) {
    Optional<Json> value = line.at(path.keys());
    if (!layout.preset()) {
      translator.asked(asked);
      if (value.isPresent()) {
        translator.found(asked);
      }
    }
    return value;
  }

  /** Returns one of the layout's parts, unless it is absent or null. */
  private Optional<Json> part(String name) {
    FieldPath path = layout.at().get(name);
    return path == null ? Optional.empty() : at(path, path).filter(value -> !value.isNull());
  }

  private Optional<LoggedValue> logged(String name) throws TraceException {
    Optional<Json> value = part(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value.get().logged(origin, name));
  }

  Optional<String> text(String name) throws TraceException {
    Optional<Json> value = part(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value.get().text(origin, name));
  }

  Optional<Long> counter(String name) throws TraceException {
    Optional<Json> value = part(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value.get().counter(origin, name));
  }

  SortedMap<String, Long> vector() throws TraceException {
    SortedMap<String, Long> vector = new TreeMap<>();
    Optional<Json> value = part("vector");
    if (value.isEmpty()) {
      return vector;
    }
    if (!(value.get() instanceof Json.Fields counters)) {
      throw value.get().fail(origin, "the vector clock must be an object: a number a node", null);
    }
    for (Map.Entry<String, Json> counter : counters.values().entrySet()) {
      long count = counter.getValue().counter(origin, counter.getKey());
      if (count < 0) {
        throw counter.getValue().fail(origin, "a vector clock counts events", null);
      }
      vector.put(counter.getKey(), count);
    }
    return vector;
  }

  /** Returns the names of messages: one, or an array of them. */
  List<String> texts(String name) throws TraceException {
    Optional<Json> value = part(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Json.Items items)) {
      return List.of(value.get().text(origin, name));
    }
    List<String> texts = new ArrayList<>();
    for (Json item : items.values()) {
      texts.add(item.text(origin, name));
    }
    return texts;
  }

  /** Adds the values that this line shows. */
  void observe(Observed observed) throws TraceException {
    Optional<Json> all = part("state");
    if (all.isPresent()) {
      if (!(all.get() instanceof Json.Fields fields)) {
        throw all.get().fail(origin, "the state must be an object: a value a field", null);
      }
      for (Map.Entry<String, Json> field : fields.values().entrySet()) {
        observe(field.getKey(), field.getValue(), observed);
      }
    }
    for (Map.Entry<String, FieldPath> field : layout.state().entrySet()) {
      Optional<Json> value = at(field.getValue(), field.getValue());
      if (value.isPresent()) {
        observe(field.getKey(), value.get(), observed);
      }
    }
  }

  private void observe(String name, Json value, Observed observed) throws TraceException {
    if (observed.leavesOut(name)) {
      translator.unused(name);
      return;
    }
    Optional<RuleTree> rules = translator.rules().inner(name);
    Json wanted = rules.isPresent() ? wanted(value, rules.get(), false, name) : value;
    observed.add(Place.of(name), wanted.logged(origin, name), true);
  }

  /** Drops what is not mapped to any place, which may be anything. */
  private Json wanted(Json value, RuleTree rules, boolean outerIsWanted, String name) {
    if (!rules.hasInner() || !(value instanceof Json.Fields fields)) {
      return value;
    }
    boolean isWanted = rules.rule().map(rule -> rule.target().isPresent()).orElse(outerIsWanted);
    Map<String, Json> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Json> field : fields.values().entrySet()) {
      Optional<RuleTree> inner = rules.inner(field.getKey());
      String path = name + "/" + field.getKey();
      if (inner.isPresent() && !inner.get().leavesOut()) {
        kept.put(field.getKey(), wanted(field.getValue(), inner.get(), isWanted, path));
      } else if (inner.isEmpty() && isWanted) {
        kept.put(field.getKey(), field.getValue());
      } else {
        inner.flatMap(RuleTree::rule).ifPresent(rule -> translator.found(rule.field()));
        translator.unused(path);
      }
    }
    return new Json.Fields(kept, fields.column());
  }
}

package dev.lockstep.mapping;

import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one event observed, as values at places of the spec. */
final class Observed {

  private final Translator translator;
  private final LoggedFields fields;
  private final SortedMap<Place, LoggedValue> state = new TreeMap<>();

  Observed(Translator translator, LoggedFields fields) {
    this.translator = translator;
    this.fields = fields;
  }

  SortedMap<Place, LoggedValue> state() {
    return state;
  }

  /** Says whether a field of a foreign log has no part in the verdict, whatever its value is. */
  boolean leavesOut(String name) {
    Optional<RuleTree> rules = translator.rules().inner(name);
    if (rules.isEmpty()) {
      return unmapped(Place.of(name)).isEmpty();
    }
    rules.get().rule().ifPresent(rule -> translator.found(rule.field()));
    return rules.get().leavesOut();
  }

  /** What decides about a place: the rule for it or for what it is in, so many keys above. */
  private record Decision(Optional<VariableRule> rule, int keys) {}

  /**
   * Adds a value.
   *
   * @param logged where the log has it: the first name of the field, then the way into its value
   * @param mayBeUnknown whether the name may be none of the spec, so that it is left out
   */
  void add(Place logged, LoggedValue value, boolean mayBeUnknown) throws TraceException {
    RuleTree node = translator.rules();
    Decision decision = new Decision(Optional.empty(), 0);
    List<String> keys = keys(logged);
    int depth = 0;
    while (depth < keys.size() && node.inner(keys.get(depth)).isPresent()) {
      node = node.inner(keys.get(depth)).get();
      depth++;
      if (node.rule().isPresent()) {
        decision = new Decision(node.rule(), depth);
      }
    }
    boolean whole = depth == keys.size() && depth == logged.path().size() + 1;
    if (whole && node.hasInner()) {
      descend(node, logged, value, decision);
    } else {
      put(logged, value, decision, mayBeUnknown, false);
    }
  }

  /** The name of the field and the keys behind it, up to a projection. */
  private static List<String> keys(Place logged) {
    List<String> keys = new ArrayList<>();
    keys.add(logged.variable());
    for (Place.Segment segment : logged.path()) {
      if (!(segment instanceof Place.Key key)) {
        break;
      }
      keys.add(key.text());
    }
    return keys;
  }

  private void descend(RuleTree node, Place logged, LoggedValue value, Decision decision)
      throws TraceException {
    if (!(value instanceof LoggedValue.Fields object)) {
      put(logged, value, decision, false, true);
      return;
    }
    for (Map.Entry<String, LoggedValue> field : object.values().entrySet()) {
      Place place = logged.then(new Place.Key(field.getKey()));
      Optional<RuleTree> inner = node.inner(field.getKey());
      Decision next = decision;
      if (inner.isPresent() && inner.get().rule().isPresent()) {
        next = new Decision(inner.get().rule(), place.path().size() + 1);
      }
      if (inner.isPresent() && inner.get().hasInner()) {
        descend(inner.get(), place, field.getValue(), next);
      } else {
        put(place, field.getValue(), next, false, true);
      }
    }
  }

  private void put(
      Place logged,
      LoggedValue value,
      Decision decision,
      boolean mayBeUnknown,
      boolean partOfMapped)
      throws TraceException {
    Optional<Place> target = Optional.empty();
    Values values = translator.values();
    if (decision.rule().isPresent()) {
      VariableRule rule = decision.rule().get();
      translator.found(rule.field());
      values = values.in(rule.values());
      if (rule.target().isPresent()) {
        List<Place.Segment> rest = logged.path().subList(decision.keys() - 1, logged.path().size());
        target = Optional.of(place(rule.target().get(), rest));
      }
    } else if (!partOfMapped) {
      target = mayBeUnknown ? unmapped(logged) : Optional.of(translated(logged));
    }
    if (target.isEmpty()) {
      translator.unused(logged.toString());
    } else if (state.put(target.get(), values.value(value)) != null) {
      throw fields.fail("two fields of this event are mapped to " + target.get());
    }
  }

  private Place translated(Place logged) {
    return new Place(
        logged.variable(), logged.path().stream().map(translator.values()::segment).toList());
  }

  /** A field of a foreign log is a place of the spec only if the spec has such a variable. */
  private Optional<Place> unmapped(Place logged) {
    try {
      Place place = Place.parse(logged.variable());
      return translator.spec().variables().contains(place.variable())
          ? Optional.of(translated(place))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Place place(VariableRule.Target target, List<Place.Segment> rest) throws TraceException {
    List<Place.Segment> path = new ArrayList<>();
    for (VariableRule.Part part : target.parts()) {
      switch (part) {
        case VariableRule.Fixed fixed -> path.add(fixed.segment());
        case VariableRule.FromEvent from -> path.add(new Place.Key(key(from)));
      }
    }
    rest.forEach(segment -> path.add(translator.values().segment(segment)));
    return new Place(target.variable().text(), path);
  }

  private String key(VariableRule.FromEvent from) throws TraceException {
    Optional<LoggedValue> key = translator.find(from.reference(), fields);
    if (key.isEmpty()
        || key.get() instanceof LoggedValue.Items
        || key.get() instanceof LoggedValue.Fields
        || key.get() instanceof LoggedValue.Nothing) {
      throw fields.fail(
          "the mapping needs " + from.text() + " for a place, and this event has no such text");
    }
    return Values.keyText(translator.values().value(key.get()));
  }

  /** Returns changes in the words of the spec. */
  SortedMap<String, List<Change>> changes(SortedMap<String, List<Change>> delta)
      throws TraceException {
    SortedMap<String, List<Change>> result = new TreeMap<>();
    for (Map.Entry<String, List<Change>> entry : delta.entrySet()) {
      Optional<VariableRule> rule =
          translator.rules().inner(entry.getKey()).flatMap(RuleTree::rule);
      rule.ifPresent(found -> translator.found(found.field()));
      if (rule.isPresent() && rule.get().target().isEmpty()) {
        translator.unused(entry.getKey());
        continue;
      }
      Values values = rule.map(r -> translator.values().in(r.values())).orElse(translator.values());
      Place place =
          rule.isPresent()
              ? place(rule.get().target().orElseThrow(), List.of())
              : Place.of(entry.getKey());
      List<String> prefix = new ArrayList<>();
      for (Place.Segment segment : place.path()) {
        if (!(segment instanceof Place.Key key)) {
          throw fields.fail(
              "the field "
                  + entry.getKey()
                  + " has changes, which cannot be mapped to the projection "
                  + place);
        }
        prefix.add(key.text());
      }
      List<Change> changes =
          entry.getValue().stream().map(change -> change(change, prefix, values)).toList();
      if (result.put(place.variable(), changes) != null) {
        throw fields.fail(
            "two fields of this event are mapped to the variable " + place.variable());
      }
    }
    return result;
  }

  private static Change change(Change change, List<String> prefix, Values values) {
    List<LoggedValue> arguments =
        new ArrayList<>(change.arguments().stream().map(values::value).toList());
    List<String> path = new ArrayList<>(prefix);
    change.path().forEach(key -> path.add(values.key(key)));
    boolean toNil =
        change.operator() == Change.Operator.RESET_KEY
            || change.operator() == Change.Operator.REMOVE_KEY;
    if (toNil && values.nil().isPresent()) {
      arguments.add(new LoggedValue.Text(values.nil().get()));
      return new Change(Change.Operator.SET_KEY, path, arguments);
    }
    return new Change(change.operator(), path, arguments);
  }
}

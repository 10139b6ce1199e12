package dev.lockstep.search;

import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The texts in an event that may name something of the spec. */
public final class Mentions {

  private Mentions() {}

  /** Returns all texts that {@code event} mentions, as values or as keys. */
  public static Set<String> in(TraceEvent event) {
    Set<String> texts = new HashSet<>();
    for (LoggedCall call : event.steps().calls()) {
      call.arguments().ifPresent(values -> values.forEach(value -> add(texts, value)));
    }
    for (Map.Entry<Place, LoggedValue> observed : event.state().entrySet()) {
      for (Place.Segment segment : observed.getKey().path()) {
        if (segment instanceof Place.Key key) {
          texts.add(key.text());
        }
      }
      add(texts, observed.getValue());
    }
    for (Iterable<Change> changes : event.delta().values()) {
      for (Change change : changes) {
        texts.addAll(change.path());
        change.arguments().forEach(value -> add(texts, value));
      }
    }
    return texts;
  }

  private static void add(Set<String> texts, LoggedValue value) {
    switch (value) {
      case LoggedValue.Text text -> texts.add(text.value());
      case LoggedValue.Items items -> items.values().forEach(item -> add(texts, item));
      case LoggedValue.Fields fields ->
          fields
              .values()
              .forEach(
                  (key, field) -> {
                    texts.add(key);
                    add(texts, field);
                  });
      case LoggedValue.Whole ignored -> {}
      case LoggedValue.Truth ignored -> {}
      case LoggedValue.Nothing ignored -> {}
    }
  }
}

package dev.lockstep.durable.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.recorder.Event;
import dev.lockstep.recorder.LogBuilder;
import dev.lockstep.recorder.Stamp;
import dev.lockstep.recorder.TraceLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one execution, as a run of the spec {@code DurableExecution}.
 *
 * <p>The spec has short names for what programs have. Workers are {@code w1}, {@code w2}, … in the
 * order in which they come; the execution is {@code e1}; the values are {@code v1}, {@code v2}, …;
 * times are their ranks, since only their order matters. Steps are called {@code old}, but by a
 * worker that has found another program in the journal: from the first step that it calls
 * otherwise, it calls them {@code new}.
 */
final class ExecutionLog {

  private static final String NO_VALUE = "NoValue";

  private final List<JsonNode> events = new ArrayList<>();

  /** Who took each event; null for the store. */
  private final List<@Nullable String> workers = new ArrayList<>();

  private final Map<String, String> workerNames = new LinkedHashMap<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final SortedMap<Long, Integer> ranks = new TreeMap<>();

  /** The steps that somebody has begun or done, and what kind each is of. */
  private final SortedMap<Integer, StepName> steps = new TreeMap<>();

  private final SortedSet<Long> deadlines = new TreeSet<>();
  private final SortedSet<Long> stepDeadlines = new TreeSet<>();

  /** The workers with another program, each with the first step that it calls otherwise. */
  private final Map<String, Integer> ahead = new LinkedHashMap<>();

  private boolean hasEnded;

  /** What the latest event that is written knows. */
  private Stamp last = Stamp.NONE;

  ExecutionLog(List<Tables.LoggedEvent> logged) {
    for (Tables.LoggedEvent event : logged) {
      events.add(Events.parse(event.text()));
      workers.add(event.worker());
    }
    events.forEach(this::learn);
    int rank = 0;
    for (Long time : List.copyOf(ranks.keySet())) {
      ranks.put(time, ++rank);
    }
  }

  // What there is.

  private void learn(JsonNode event) {
    learnTimes(event, "");
    String action = event.path("action").asText();
    for (JsonNode argument : event.path("args")) {
      learnNames(argument);
      if (action.equals("Start") && argument.has("deadline")) {
        deadlines.add(argument.path("deadline").asLong());
      }
      learnMessage(argument.path("message"));
    }
    if (action.equals("Mismatch")) {
      ahead.putIfAbsent(
          event.path("args").path(0).path("from").asText(), event.path("fork").asInt());
    }
  }

  private void learnTimes(JsonNode node, String field) {
    if (List.of("now", "deadline", "settledAt").contains(field) && node.asLong() > 0) {
      ranks.put(node.asLong(), 0);
    }
    node.properties().forEach(entry -> learnTimes(entry.getValue(), entry.getKey()));
    if (node.isArray()) {
      node.forEach(element -> learnTimes(element, ""));
    }
  }

  private void learnNames(JsonNode node) {
    for (String field : List.of("from", "to")) {
      if (node.has(field)) {
        workerNames.computeIfAbsent(
            node.path(field).asText(), name -> "w" + (workerNames.size() + 1));
      }
    }
    if (node.path("value").isTextual()) {
      values.computeIfAbsent(node.path("value").asText(), text -> "v" + (values.size() + 1));
    }
  }

  private void learnMessage(JsonNode message) {
    learnNames(message);
    if (message.has("name")) {
      StepName name = StepName.parse(message.path("name").asText());
      steps.putIfAbsent(message.path("index").asInt(), name);
      hasEnded |= name.equals(StepName.RETURN);
    }
    if (message.path("type").asText().equals("Create")) {
      stepDeadlines.add(message.path("deadline").asLong());
    }
  }

  // As the spec has it.

  void write(Path file) throws IOException {
    int known = steps.isEmpty() ? 0 : steps.lastKey();
    int length = hasEnded ? known : known + 1;
    LogBuilder builder =
        TraceLog.of("DurableExecution")
            .protocol("durable-execution")
            .constant("Worker", workerNames.isEmpty() ? List.of("w1") : workerNames.values())
            .constant("Ahead", ahead.keySet().stream().map(this::worker).toList())
            .constant("Execution", List.of("e1"))
            .constant("Value", values.isEmpty() ? List.of("v1") : values.values())
            .constant("NoValue", NO_VALUE)
            .constant("Deadline", times(deadlines))
            .constant("StepDeadline", times(stepDeadlines))
            .constant("Length", length)
            .constant("Local", indexes(/* local= */ true))
            .constant("Timer", indexes(/* local= */ false))
            .constant("Fork", fork(length))
            .constant("MaxJump", Math.max(1, ranks.size()))
            .withoutVectors();
    try (TraceLog log = builder.open(file)) {
      int now = 1;
      for (int i = 0; i < events.size(); i++) {
        now = advance(log, now, time(events.get(i).path("now").asLong()));
        write(log, events.get(i), workers.get(i));
      }
    }
  }

  private int advance(TraceLog log, int from, int to) {
    if (to > from) {
      last = event(log, "store", "Advance").arg(to).observe("now", to).record();
    }
    return to;
  }

  private void write(TraceLog log, JsonNode logged, @Nullable String worker) {
    String node = worker == null ? "store" : worker(worker);
    Event event = event(log, node, logged.path("action").asText());
    for (JsonNode argument : logged.path("args")) {
      argument
          .properties()
          .forEach(only -> event.arg(value(only.getKey(), only.getValue(), only.getValue())));
    }
    logged
        .path("after")
        .properties()
        .forEach(
            part ->
                event.observe(
                    TraceLog.place(part.getKey(), "e1"),
                    value(part.getKey(), part.getValue(), part.getValue())));
    logged
        .path("run")
        .properties()
        .forEach(
            part ->
                event.observe(
                    TraceLog.place("run", node, "e1", part.getKey()),
                    value(part.getKey(), part.getValue(), part.getValue())));
    last = event.record();
  }

  /** Returns an event that knows all before it: the database has put them in order. */
  private Event event(TraceLog log, String node, String action) {
    return log.node(node).receive(last).event(action);
  }

  /**
   * Returns what the spec has for a value.
   *
   * @param field what it is
   * @param around the object that it is in
   */
  private @Nullable Object value(String field, JsonNode node, JsonNode around) {
    return switch (field) {
      case "from", "to" -> worker(node.asText());
      case "execution" -> "e1";
      case "deadline", "settledAt" -> time(node.asLong());
      case "value" -> node.isNull() ? NO_VALUE : values.get(node.asText());
      case "name" -> code(around);
      default -> plain(node);
    };
  }

  private @Nullable Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      node.properties()
          .forEach(part -> fields.put(part.getKey(), value(part.getKey(), part.getValue(), node)));
      return fields;
    }
    if (node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    return node.isInt()
        ? (Object) node.asInt()
        : node.isBoolean() ? (Object) node.asBoolean() : node.asText();
  }

  /** Returns what the spec calls a step, in a request or in a journal. */
  private String code(JsonNode around) {
    Integer fork = ahead.isEmpty() ? null : fork(0);
    boolean isNew =
        fork != null
            && ahead.containsKey(around.path("from").asText())
            && around.path("index").asInt() >= fork;
    return isNew ? "new" : "old";
  }

  private int fork(int length) {
    return ahead.values().stream().mapToInt(Integer::intValue).min().orElse(length + 1);
  }

  private String worker(String name) {
    return workerNames.getOrDefault(name, name);
  }

  private int time(long millis) {
    return ranks.getOrDefault(millis, 0);
  }

  private List<Integer> times(Collection<Long> times) {
    return times.stream().map(this::time).toList();
  }

  private List<Integer> indexes(boolean local) {
    return steps.entrySet().stream()
        .filter(
            step ->
                local
                    ? step.getValue().kind().isLocal()
                    : step.getValue().kind() == StepName.Kind.SLEEP)
        .map(Map.Entry::getKey)
        .toList();
  }
}

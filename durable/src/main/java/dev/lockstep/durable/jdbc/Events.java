package dev.lockstep.durable.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.Execution;
import dev.lockstep.durable.execution.ExecutionWorker.Run;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.ProgramStep;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Steps as they are written down: {@code {"now", "action", "args", "after"}}. Names, times and
 * values are those of the program; {@link ExecutionLog} makes those of the spec of them. Each
 * argument is an object with one field, whose name says what it is.
 */
final class Events {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Events() {}

  /**
   * A step of a worker.
   *
   * @param ordinal its number among the steps of this worker
   * @param run what it has of the execution afterwards; null if that is as before
   * @param fork the first step that the worker calls otherwise than the journal; 0 if none
   */
  record OfWorker(String worker, long ordinal, Action action, @Nullable Run run, int fork) {

    /** Returns what is written down at a time. */
    String text(long now) {
      ObjectNode event = event(action, now);
      if (fork > 0) {
        event.put("fork", fork);
      }
      if (run != null) {
        ObjectNode after = event.putObject("run");
        after.put("version", run.version());
        after.put("isHeld", run.isHeld());
        after.set("steps", steps(run.steps()));
      }
      return event.toString();
    }
  }

  /**
   * Returns what is written down of a step of the store.
   *
   * @param now as the database has it
   * @param row as the database has it; null if it has none
   */
  static String ofStore(Action action, long now, @Nullable Row row) {
    ObjectNode event = event(action, now);
    if (row != null) {
      Execution execution = row.execution();
      ObjectNode after = event.putObject("after");
      after.set("promise", promise(execution.promise()));
      after.set("steps", steps(execution.steps()));
      after.put("taskState", word(execution.state()));
      after.put("version", execution.version());
      after.set("awaited", numbers(execution.awaited()));
    }
    return event.toString();
  }

  /** Reads what was written down. */
  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ValueException(
          "an event in durable_event is no JSON: " + Json.shortened(text) + "; was it changed?", e);
    }
  }

  private static ObjectNode event(Action action, long now) {
    ObjectNode event = NODES.objectNode();
    event.put("now", now);
    event.put("action", action.name());
    ArrayNode arguments = event.putArray("args");
    action.arguments().forEach(argument -> arguments.add(argument(argument)));
    return event;
  }

  private static ObjectNode argument(Object argument) {
    ObjectNode node = NODES.objectNode();
    switch (argument) {
      case NodeId w -> node.put("from", w.name());
      case PromiseId e -> node.put("execution", e.name());
      case Message m -> node.set("message", message(m));
      case PromiseState state -> node.put("state", word(state));
      case Value value -> node.set("value", value(value));
      case Long deadline -> node.put("deadline", deadline);
      case Integer i -> node.put("index", i);
      case Collection<?> on -> node.set("on", numbers(on));
      default -> throw new IllegalArgumentException("an argument of " + argument.getClass());
    }
    return node;
  }

  private static ObjectNode message(Message message) {
    ObjectNode node = NODES.objectNode();
    node.put("type", message.getClass().getSimpleName());
    node.put(message.isFromStore() ? "to" : "from", message.worker().name());
    node.put("execution", message.execution().name());
    if (message.version() != 0) {
      node.put("version", message.version());
    }
    switch (message) {
      case Message.Done m -> {
        node.put("index", m.index());
        node.put("name", m.name());
        node.put("state", word(m.state()));
        node.set("value", value(m.value()));
      }
      case Message.Create m -> {
        node.put("index", m.index());
        node.put("name", m.name());
        node.put("deadline", m.deadline());
        node.put("timer", m.timer());
      }
      case Message.Suspend m -> node.set("on", numbers(m.on()));
      case Message.Fulfill m -> {
        node.put("state", word(m.state()));
        node.set("value", value(m.value()));
      }
      case Message.Acquired m -> node.set("steps", steps(m.steps()));
      case Message.Journal m -> node.set("steps", steps(m.steps()));
      case Message.Acquire ignored -> {}
      case Message.Mismatch ignored -> {}
      case Message.Lost ignored -> {}
    }
    return node;
  }

  private static ArrayNode steps(List<ProgramStep> steps) {
    ArrayNode array = NODES.arrayNode();
    for (ProgramStep step : steps) {
      ObjectNode node = array.addObject();
      node.put("name", step.name());
      node.set("promise", promise(step.promise()));
    }
    return array;
  }

  private static ObjectNode promise(Promise promise) {
    ObjectNode node = NODES.objectNode();
    node.put("state", word(promise.state()));
    node.set("value", value(promise.value()));
    node.put("deadline", promise.deadline());
    node.put("timer", promise.timer());
    node.put("settledAt", promise.settledAt());
    return node;
  }

  private static JsonNode value(Value value) {
    return value.equals(Value.NO_VALUE) ? NODES.nullNode() : NODES.textNode(value.name());
  }

  private static ArrayNode numbers(Collection<?> numbers) {
    ArrayNode array = NODES.arrayNode();
    numbers.forEach(number -> array.add((Integer) number));
    return array;
  }

  private static String word(PromiseState state) {
    return state == PromiseState.TIMED_OUT ? "timedOut" : state.name().toLowerCase(Locale.ROOT);
  }

  private static String word(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}

package dev.lockstep.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes operations of events: finds for each invocation its answer. */
final class HistoryBuilder {

  private static final String NEMESIS = "nemesis";

  /** What Jepsen and others write beside what matters; nobody needs to be told. */
  private static final Set<String> USUAL = Set.of("index", "time", "error", "node", "thread");

  /** The operations, of all models, whose argument is not left out by those who log it. */
  private static final Set<String> WITH_ARGUMENT =
      Set.of(
          "write", "put", "append", "cas", "enqueue", "push", "add", "remove", "contains", "txn");

  /** An operation whose answer was not read yet; its place in the list is kept for it. */
  private record Open(int number, Value key, Value argument, Event event, int position) {}

  private final String file;
  private final Keys keys;
  private final List<@Nullable Operation> operations = new ArrayList<>();
  private final Map<Value, Open> open = new HashMap<>();
  private final Map<Value, Integer> unsure = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final SortedSet<String> unused = new TreeSet<>();
  private int position;
  private int skipped;
  private int events;

  HistoryBuilder(String file, Keys keys) {
    this.file = file;
    this.keys = keys;
  }

  /** Takes the name of a field that says nothing to a checker. */
  void unused(String field) {
    if (!USUAL.contains(field.startsWith(":") ? field.substring(1) : field)) {
      unused.add(field);
    }
  }

  /** Takes the next event of the log. */
  void add(Event event) throws HistoryException {
    Value process = event.process();
    if (process == null || process.isNil()) {
      throw problem(event, "there is no process", "Say which client it was: \"process\": 3.");
    }
    events++;
    if (process.plain().equals(NEMESIS)) {
      skipped++;
      return;
    }
    if (!isName(process)) {
      throw problem(
          event,
          "process is " + process + ", not a number or a name",
          "A process is a number or a name: \"process\": 3.");
    }
    String type = event.type() == null ? "" : event.type().plain();
    switch (type) {
      case "invoke" -> invoke(process, event);
      case "ok" -> complete(process, event, Outcome.OK);
      case "fail" -> complete(process, event, Outcome.FAILED);
      case "info" -> complete(process, event, Outcome.PENDING);
      default ->
          throw problem(
              event,
              type.isEmpty() ? "there is no type" : "there is no type '" + type + "'",
              "A type is invoke, ok (it happened), fail (it did not) or info (nobody knows).");
    }
    position++;
  }

  /** An array is no name, nor is an object, which is kept as a word in braces. */
  private static boolean isName(Value process) {
    return switch (process) {
      case Value.Sequence array -> false;
      case Value.Bool bool -> false;
      case Value.Word word -> !word.name().startsWith("{");
      default -> true;
    };
  }

  /**
   * Returns all operations; those without an answer are pending.
   *
   * @throws HistoryException if there was no event
   */
  History build() throws HistoryException {
    if (events == 0) {
      throw new HistoryException(
          file,
          0,
          "there is nothing in it",
          "Log every invocation and every answer, one JSON object a line; docs/histories.md"
              + " describes it.");
    }
    for (Map.Entry<Value, Open> entry : open.entrySet()) {
      Open left = entry.getValue();
      operations.set(
          left.number(), operation(left, entry.getKey(), Value.Nil.NIL, Outcome.PENDING, 0));
    }
    List<Operation> all = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      if (operation != null) {
        all.add(operation);
      }
    }
    List<String> warnings = new ArrayList<>();
    if (!unused.isEmpty()) {
      warnings.add("fields that are not looked at: " + String.join(", ", unused));
    }
    if (all.isEmpty()) {
      warnings.add("the log has no operations");
    }
    return new History(file, all, skipped, warnings);
  }

  private void invoke(Value process, Event event) throws HistoryException {
    Open still = open.get(process);
    if (still != null) {
      throw problem(
          event,
          "process "
              + process.plain()
              + " invokes while its operation of line "
              + still.event().line()
              + " has no answer",
          "A process does one thing at a time: log the answer, or give each thread a process of its"
              + " own.");
    }
    Integer since = unsure.get(process);
    if (since != null) {
      throw problem(
          event,
          "process "
              + process.plain()
              + " goes on after the info of line "
              + since
              + ", though its operation may still happen",
          "A client that goes on after it gave up waiting does so as a new process.");
    }
    if (event.function() == null || event.function().isNil()) {
      throw problem(event, "there is no f", "Say what was invoked: \"f\": \"read\".");
    }
    Value key = key(event);
    if (event.value() == null && WITH_ARGUMENT.contains(function(event))) {
      throw problem(
          event,
          function(event) + " needs a value",
          "The value of an invocation is its argument: \"value\": 1.");
    }
    open.put(process, new Open(operations.size(), key, argument(event), event, position));
    operations.add(null);
  }

  private void complete(Value process, Event event, Outcome outcome) throws HistoryException {
    Open begun = open.remove(process);
    if (begun == null) {
      throw problem(
          event,
          "process " + process.plain() + " is answered and has invoked nothing",
          "Every ok, fail or info follows an invoke of the same process.");
    }
    String function = function(begun.event());
    if (event.function() != null && !function(event).equals(function)) {
      throw problem(
          event,
          "process "
              + process.plain()
              + " invoked "
              + function
              + " in line "
              + begun.event().line()
              + " and is answered for "
              + function(event),
          "An answer has the f of its invocation.");
    }
    Value result = Value.Nil.NIL;
    if (event.value() != null && !event.value().isNil()) {
      result = argument(event);
    }
    boolean saysKey = event.key() != null || (isPair(event) && !result.isNil());
    if (saysKey && !key(event).equals(begun.key())) {
      throw problem(
          event,
          "process "
              + process.plain()
              + " asked about key "
              + begun.key()
              + " in line "
              + begun.event().line()
              + " and is answered about key "
              + key(event),
          "An answer has the key of its invocation.");
    }
    if (outcome == Outcome.PENDING) {
      unsure.put(process, event.line());
    }
    operations.set(begun.number(), operation(begun, process, result, outcome, event.line()));
  }

  private Operation operation(
      Open begun, Value process, Value result, Outcome outcome, int returnedLine) {
    return new Operation(
        begun.number(),
        process,
        names.computeIfAbsent(function(begun.event()), name -> name),
        begun.key(),
        begun.argument(),
        result,
        outcome,
        begun.position(),
        outcome == Outcome.PENDING ? Operation.NEVER : position,
        begun.event().line(),
        returnedLine);
  }

  private static String function(Event event) {
    return event.function() == null ? "" : event.function().plain();
  }

  private boolean isPair(Event event) {
    return switch (keys) {
      case FIELD -> false;
      case FIELD_OR_PAIR -> event.key() == null;
      case PAIR -> true;
    };
  }

  private Value key(Event event) throws HistoryException {
    if (isPair(event)) {
      return pair(event).getFirst();
    }
    return event.key() == null ? Value.Nil.NIL : event.key();
  }

  private Value argument(Event event) throws HistoryException {
    if (isPair(event)) {
      return pair(event).getLast();
    }
    return event.value() == null ? Value.Nil.NIL : event.value();
  }

  private List<Value> pair(Event event) throws HistoryException {
    if (event.value() instanceof Value.Sequence pair && pair.elements().size() == 2) {
      return pair.elements();
    }
    throw problem(
        event,
        "there is no key",
        keys == Keys.PAIR
            ? "With --independent every value is a pair [key value]."
            : "Say which key it was, \"key\": \"a\", or make the value a pair [key value].");
  }

  private HistoryException problem(Event event, String problem, String hint) {
    return new HistoryException(file, event.line(), problem, hint);
  }
}

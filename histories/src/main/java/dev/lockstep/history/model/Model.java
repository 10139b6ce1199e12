package dev.lockstep.history.model;

import dev.lockstep.history.Keys;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.Arrays;
import java.util.Optional;

/**
 * The objects that clients are known to talk to. An operation with a key is about the object of
 * that key; all objects of one history are of one model. docs/histories.md shows the operations of
 * each.
 */
public enum Model {
  /** One value: read, write. */
  REGISTER("register", "read write"),
  /** One value: read, write, cas (compare and set). */
  CAS_REGISTER("cas-register", "read write cas"),
  /** For each key a value, at first none: get, put, append, delete, cas. */
  KEY_VALUE("key-value", "get read put write append delete cas"),
  /** First in, first out: enqueue, dequeue. */
  QUEUE("queue", "enqueue dequeue"),
  /** Last in, first out: push, pop. */
  STACK("stack", "push pop"),
  /** A lock with an owner: acquire, release. */
  MUTEX("mutex", "acquire release"),
  /** A set: add, remove, contains, read (all elements). */
  SET("set", "add remove contains read");

  private final String word;

  /** Names of operations, with blanks between them. */
  private final String functions;

  Model(String word, String functions) {
    this.word = word;
    this.functions = functions;
  }

  /** Returns the name of the model in options and messages. */
  public String word() {
    return word;
  }

  /** Returns the model of that name. */
  public static Optional<Model> of(String word) {
    return Arrays.stream(values()).filter(model -> model.word.equals(word)).findFirst();
  }

  /** Returns where operations of this model have their keys, if nothing else is said. */
  public Keys keys() {
    return this == KEY_VALUE ? Keys.FIELD_OR_PAIR : Keys.FIELD;
  }

  /** Returns a new object. */
  public SequentialObject<?> object(Value initial) {
    return switch (this) {
      case REGISTER, CAS_REGISTER -> new Register(initial);
      case KEY_VALUE -> new Entry();
      case QUEUE -> new FifoQueue();
      case STACK -> new LifoStack();
      case MUTEX -> new Mutex();
      case SET -> new ValueSet();
    };
  }

  /** Returns what is wrong with an operation, if the model has none like it. */
  public Optional<String> problem(Operation operation) {
    String function = operation.function();
    if (!(" " + functions + " ").contains(" " + function + " ")) {
      return Optional.of(
          "a "
              + word
              + " has no operation '"
              + function
              + "'; it has "
              + functions.replace(" ", ", "));
    }
    return switch (function) {
      case "cas" -> {
        boolean pair =
            operation.argument() instanceof Value.Sequence sequence
                && sequence.elements().size() == 2;
        yield pair
            ? Optional.empty()
            : Optional.of("the value of a cas is a pair [old new], not " + operation.argument());
      }
      case "enqueue", "push" ->
          operation.argument().isNil()
              ? Optional.of("nil cannot be put in, for it is what an empty " + word + " gives")
              : Optional.empty();
      case "append" ->
          operation.argument() instanceof Value.Text
              ? Optional.empty()
              : Optional.of("append takes a text, not " + operation.argument());
      case "read" -> {
        boolean elements =
            this != SET || !operation.isOk() || operation.result() instanceof Value.Sequence;
        yield elements
            ? Optional.empty()
            : Optional.of("a read of a set is answered with its elements: [1 2 3]");
      }
      case "contains" -> {
        boolean answered = !operation.isOk() || operation.result() instanceof Value.Bool;
        yield answered
            ? Optional.empty()
            : Optional.of("contains is answered with true or false, not " + operation.result());
      }
      default -> Optional.empty();
    };
  }
}

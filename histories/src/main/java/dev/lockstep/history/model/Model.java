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

  /** Returns what is wrong with an invocation, if the model has none like it. */
  public Optional<String> problemOfInvocation(Operation operation) {
    String function = operation.function();
    Value argument = operation.argument();
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
      case "cas" ->
          unless(isPair(argument), "the value of a cas is a pair [old new], not " + argument);
      case "enqueue", "push" ->
          unless(
              !argument.isNil(),
              "nil cannot be put in, for it is what an empty " + word + " gives");
      case "dequeue", "pop" ->
          unless(
              argument.isNil(),
              function + " takes no value, and is invoked with " + argument + "; write null");
      case "add", "remove", "contains" ->
          unless(!argument.isNil(), "nil is no element; " + function + " needs a value");
      case "append" ->
          unless(argument instanceof Value.Text, "append takes a text, not " + argument);
      default -> Optional.empty();
    };
  }

  /**
   * Returns what is wrong with the answer of an operation that happened, if the model gives none
   * like it.
   */
  public Optional<String> problemOfAnswer(Operation operation) {
    String function = operation.function();
    Value answer = operation.result();
    return switch (function) {
      case "write", "put", "append", "enqueue", "push" ->
          unless(answer.isNil() || answer.equals(operation.argument()), repeats(operation));
      case "cas" ->
          unless(
              answer.isNil() || answer instanceof Value.Bool || answer.equals(operation.argument()),
              repeats(operation) + "; or with false");
      case "read" ->
          unless(
              this != SET || answer instanceof Value.Sequence,
              "a read of a set is answered with its elements: [1 2 3]");
      case "contains" ->
          unless(
              answer instanceof Value.Bool,
              "contains is answered with true or false, not " + answer);
      default -> Optional.empty();
    };
  }

  private static String repeats(Operation operation) {
    return operation.function()
        + " is answered with "
        + operation.result()
        + ", and was invoked with "
        + operation.argument()
        + " in line "
        + operation.invokedLine()
        + "; its answer repeats that, or has no value";
  }

  private static boolean isPair(Value value) {
    return value instanceof Value.Sequence sequence && sequence.elements().size() == 2;
  }

  private static Optional<String> unless(boolean right, String problem) {
    return right ? Optional.empty() : Optional.of(problem);
  }
}

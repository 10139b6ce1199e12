package dev.lockstep.emit;

import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logged values and changes as data for the module LoggedValues, which compares them. */
final class LoggedText {

  private static final int LONGEST_COMPOUND_KEY = 60;

  private LoggedText() {}

  static String of(LoggedValue value) throws CannotEmitException {
    return switch (value) {
      case LoggedValue.Text text -> "[text |-> " + TlaText.string(text.value()) + "]";
      case LoggedValue.Whole whole -> "[number |-> " + whole.value() + "]";
      case LoggedValue.Truth truth -> "[truth |-> " + TlaValue.of(truth.value()) + "]";
      case LoggedValue.Nothing ignored -> "[nothing |-> TRUE]";
      case LoggedValue.Items items ->
          "[items |-> "
              + all(items.values())
              + ", different |-> "
              + items.values().stream().distinct().count()
              + "]";
      case LoggedValue.Fields fields -> "[fields |-> " + fields(fields) + "]";
    };
  }

  private static String fields(LoggedValue.Fields fields) throws CannotEmitException {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, LoggedValue> field : fields.values().entrySet()) {
      texts.add("[key |-> " + key(field.getKey()) + ", value |-> " + of(field.getValue()) + "]");
    }
    return tuple(texts);
  }

  private static String all(List<LoggedValue> values) throws CannotEmitException {
    List<String> texts = new ArrayList<>();
    for (LoggedValue value : values) {
      texts.add(of(value));
    }
    return tuple(texts);
  }

  /** Returns arguments, each in a sequence that is empty if it was not logged. */
  static String arguments(List<LoggedValue> arguments) throws CannotEmitException {
    List<String> texts = new ArrayList<>();
    for (LoggedValue argument : arguments) {
      texts.add(argument instanceof LoggedValue.Nothing ? "<<>>" : "<<" + of(argument) + ">>");
    }
    return tuple(texts);
  }

  /** Returns a sequence. */
  static String tuple(List<String> elements) {
    return "<<" + String.join(", ", elements) + ">>";
  }

  static String path(List<String> path) throws CannotEmitException {
    List<String> keys = new ArrayList<>();
    for (String key : path) {
      keys.add(key(key));
    }
    return tuple(keys);
  }

  /** Returns the texts, as TLC prints them, of the values that a key could mean. */
  static String key(String text) throws CannotEmitException {
    boolean compound = text.startsWith("<<") || text.matches("[\\[({].*");
    boolean ordered = text.matches("<<[^\\[({]*>>");
    if (compound && (!ordered || text.length() > LONGEST_COMPOUND_KEY)) {
      throw new CannotEmitException(
          "TLC may print the elements of this key in another order or on several lines: " + text);
    }
    return "{" + TlaText.string(TlaText.string(text)) + ", " + TlaText.string(text) + "}";
  }

  /**
   * Returns the changes of a variable.
   *
   * @param initial its initial value if it has only one
   */
  static String changes(List<Change> changes, Optional<TlaValue> initial, TlaText values)
      throws CannotEmitException {
    requireIndependent(changes);
    List<String> texts = new ArrayList<>();
    for (Change change : changes) {
      texts.add("[at |-> " + path(change.path()) + ", " + change(change, initial, values) + "]");
    }
    return tuple(texts);
  }

  private static String change(Change change, Optional<TlaValue> initial, TlaText values)
      throws CannotEmitException {
    List<LoggedValue> arguments = change.arguments();
    return switch (change.operator()) {
      case UPDATE -> operation("Update", of(arguments.getFirst()));
      case ADD_ELEMENT -> operation("AddElements", "<<" + of(arguments.getFirst()) + ">>");
      case ADD_ELEMENTS -> elements("AddElements", arguments.getFirst());
      case REMOVE_ELEMENT -> operation("RemoveElements", "<<" + of(arguments.getFirst()) + ">>");
      case REMOVE_ELEMENTS -> elements("RemoveElements", arguments.getFirst());
      case CLEAR -> operation("Clear");
      case CLEAR_BAG -> operation("ClearBag");
      case ADD_ELEMENT_TO_BAG -> operation("AddElementToBag", of(arguments.getFirst()));
      case REMOVE_ELEMENT_FROM_BAG -> operation("RemoveElementFromBag", of(arguments.getFirst()));
      case APPEND_ELEMENT -> operation("AppendElement", of(arguments.getFirst()));
      case SET_KEY ->
          operation("SetKey", of(arguments.get(1))) + ", key |-> " + key(text(arguments.get(0)));
      case REMOVE_KEY -> operation("RemoveKey") + ", key |-> " + key(text(arguments.getFirst()));
      case RESET_KEY -> operation("Impossible");
      case UPDATE_REC ->
          arguments.getFirst() instanceof LoggedValue.Fields fields
              ? operation("UpdateRec", fields(fields))
              : operation("Impossible");
      case INIT, INIT_REC ->
          operation("Init") + ", initial |-> " + initialAt(change.path(), initial, values);
      case ADD -> sum(arguments.getFirst(), 1);
      case SUB -> sum(arguments.getFirst(), -1);
      case UNCHANGED -> operation("Unchanged");
    };
  }

  private static String operation(String name) {
    return "op |-> \"" + name + "\"";
  }

  private static String operation(String name, String argument) {
    return operation(name) + ", arg |-> " + argument;
  }

  private static String elements(String name, LoggedValue argument) throws CannotEmitException {
    return argument instanceof LoggedValue.Items items
        ? operation(name, all(items.values()))
        : operation("Impossible");
  }

  private static String sum(LoggedValue argument, int sign) {
    return argument instanceof LoggedValue.Whole number
        ? operation("Add", Integer.toString(sign * number.value()))
        : operation("Impossible");
  }

  /** The text by which a key is named that is logged as a value. */
  private static String text(LoggedValue key) {
    return switch (key) {
      case LoggedValue.Text text -> text.value();
      case LoggedValue.Truth truth -> TlaValue.of(truth.value()).toString();
      default -> key.toString();
    };
  }

  private static String initialAt(List<String> path, Optional<TlaValue> initial, TlaText values)
      throws CannotEmitException {
    Optional<TlaValue> value = initial;
    for (String key : path) {
      value = value.flatMap(around -> child(around, key));
    }
    return value.isPresent() ? "<<" + values.of(value.get()) + ">>" : "<<>>";
  }

  private static Optional<TlaValue> child(TlaValue value, String key) {
    return switch (value) {
      case TlaValue.RecordOf record -> Optional.ofNullable(record.fields().get(key));
      case TlaValue.SequenceOf sequence ->
          sequence.elements().stream()
              .skip(key.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(key) - 1 : Integer.MAX_VALUE)
              .findFirst();
      case TlaValue.FunctionOf function ->
          function.mappings().entrySet().stream()
              .filter(mapping -> LoggedValue.keyText(mapping.getKey()).equals(key))
              .map(Map.Entry::getValue)
              .findFirst();
      default -> Optional.empty();
    };
  }

  /**
   * What one change puts into a value and a later one of the same event works on need not be in the
   * spec's value at all, so that nothing would say which kind of value it is.
   */
  private static void requireIndependent(List<Change> changes) throws CannotEmitException {
    for (int i = 0; i < changes.size(); i++) {
      for (int j = i + 1; j < changes.size(); j++) {
        if (dependsOn(changes.get(j), changes.get(i))) {
          throw new CannotEmitException(
              "one change of this event works on what another one puts there: "
                  + changes.get(i)
                  + ", then "
                  + changes.get(j));
        }
      }
    }
  }

  private static boolean dependsOn(Change later, Change earlier) {
    int common = Math.min(later.path().size(), earlier.path().size());
    boolean related = later.path().subList(0, common).equals(earlier.path().subList(0, common));
    boolean replacing =
        switch (later.operator()) {
          case UPDATE, CLEAR, CLEAR_BAG, INIT, INIT_REC -> true;
          default -> false;
        };
    if (!related
        || later.operator() == Change.Operator.UNCHANGED
        || (replacing && later.path().size() <= earlier.path().size())) {
      return false;
    }
    return switch (earlier.operator()) {
      case UPDATE ->
          earlier.arguments().getFirst() instanceof LoggedValue.Items
              || earlier.arguments().getFirst() instanceof LoggedValue.Fields;
      case ADD_ELEMENT, ADD_ELEMENTS ->
          switch (later.operator()) {
            case REMOVE_ELEMENT, REMOVE_ELEMENTS -> shareElements(earlier, later);
            default -> false;
          };
      case ADD_ELEMENT_TO_BAG ->
          later.operator() == Change.Operator.REMOVE_ELEMENT_FROM_BAG
              && shareElements(earlier, later);
      case APPEND_ELEMENT, SET_KEY, UPDATE_REC ->
          later.path().size() > earlier.path().size()
              || later.operator() == Change.Operator.REMOVE_KEY;
      default -> false;
    };
  }

  private static boolean shareElements(Change left, Change right) {
    return elements(left).stream()
        .anyMatch(
            element ->
                elements(right).stream()
                    .anyMatch(
                        other ->
                            element.equals(other)
                                || (element instanceof LoggedValue.Items
                                    && other instanceof LoggedValue.Items)));
  }

  private static List<LoggedValue> elements(Change change) {
    boolean several =
        change.operator() == Change.Operator.ADD_ELEMENTS
            || change.operator() == Change.Operator.REMOVE_ELEMENTS;
    return several && change.arguments().getFirst() instanceof LoggedValue.Items items
        ? items.values()
        : change.arguments();
  }
}

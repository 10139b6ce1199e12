package dev.lockstep.trace;

import java.util.List;
import java.util.Optional;

/**
 * One change of a variable, relative to its value before: a logged delta is a list of them, applied
 * in order.
 *
 * @param operator what is done
 * @param path where inside the value of the variable; empty for all of it
 * @param arguments what it is done with
 */
public record Change(Operator operator, List<String> path, List<LoggedValue> arguments) {

  /** Copies the lists. */
  public Change {
    path = List.copyOf(path);
    arguments = List.copyOf(arguments);
  }

  /** The operators, each with the number of its arguments. */
  public enum Operator {
    /** Replaces the value. */
    UPDATE("Update", 1),
    /** Adds an element to a set. */
    ADD_ELEMENT("AddElement", 1),
    /** Adds all elements of an array to a set. */
    ADD_ELEMENTS("AddElements", 1),
    /** Removes an element from a set. */
    REMOVE_ELEMENT("RemoveElement", 1),
    /** Removes all elements of an array from a set. */
    REMOVE_ELEMENTS("RemoveElements", 1),
    /** Empties a set, a sequence or a function. */
    CLEAR("Clear", 0),
    /**
     * Adds one copy of an element to a bag: a function from elements to how often they are in it.
     */
    ADD_ELEMENT_TO_BAG("AddElementToBag", 1),
    /** Takes one copy of an element out of a bag; the element stays in the domain, even with 0. */
    REMOVE_ELEMENT_FROM_BAG("RemoveElementFromBag", 1),
    /** Empties a bag. */
    CLEAR_BAG("ClearBag", 0),
    /** Appends to a sequence. */
    APPEND_ELEMENT("AppendElement", 1),
    /** Gives a key of a function or record a value; a new key is added. */
    SET_KEY("SetKey", 2),
    /** Takes a key out of a function or record. */
    REMOVE_KEY("RemoveKey", 1),
    /** Gives a key the value that stands for "none"; only with a mapping that says which it is. */
    RESET_KEY("ResetKey", 1),
    /** Gives several keys of a function or record the values of an object. */
    UPDATE_REC("UpdateRec", 1),
    /** Gives back the initial value. */
    INIT("Init", 0),
    /** Gives the keys of a record their initial values. */
    INIT_REC("InitRec", 0),
    /** Adds to an integer. */
    ADD("Add", 1),
    /** Subtracts from an integer. */
    SUB("Sub", 1),
    /** Says that the value stays as it is. */
    UNCHANGED("Unchanged", 0);

    private final String word;
    private final int arity;

    Operator(String word, int arity) {
      this.word = word;
      this.arity = arity;
    }

    /** Returns the operator's name in a log. */
    public String word() {
      return word;
    }

    /** Returns how many arguments it takes. */
    public int arity() {
      return arity;
    }

    /** Returns the operator that a log calls {@code word}. */
    public static Optional<Operator> of(String word) {
      for (Operator operator : values()) {
        if (operator.word.equals(word)) {
          return Optional.of(operator);
        }
      }
      return word.equals("Replace") ? Optional.of(UPDATE) : Optional.empty();
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(operator.word());
    if (!path.isEmpty()) {
      text.append(" at ").append(String.join("/", path));
    }
    for (LoggedValue argument : arguments) {
      text.append(' ').append(argument);
    }
    return text.toString();
  }
}

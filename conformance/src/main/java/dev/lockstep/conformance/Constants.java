package dev.lockstep.conformance;

import dev.lockstep.core.NodeId;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The constants of a model, as its configuration gives them, for a {@link Binding} to build the
 * cluster from.
 *
 * @param values the values by name
 */
public record Constants(SortedMap<String, TlaValue> values) {

  /** A constant that a cluster needs and nobody gave. */
  public static final class MissingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String name;

    MissingException(String name, String message) {
      super(message);
      this.name = name;
    }

    /** Returns the name of the constant. */
    public String name() {
      return name;
    }
  }

  /** Copies the values. */
  public Constants {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * Returns the constant {@code name} as a set of nodes: model values or strings.
   *
   * @throws IllegalArgumentException if it is something else, or missing
   */
  public SortedSet<NodeId> nodes(String name) {
    SortedSet<NodeId> nodes = new TreeSet<>();
    for (TlaValue element : elements(name, "a set of nodes")) {
      nodes.add(new NodeId(nodeName(name, element)));
    }
    return nodes;
  }

  /**
   * Returns the constant {@code name} as a set of values.
   *
   * @throws IllegalArgumentException if it is something else, or missing
   */
  public SortedSet<TlaValue> set(String name) {
    return elements(name, "a set");
  }

  private SortedSet<TlaValue> elements(String name, String what) {
    if (get(name) instanceof TlaValue.SetOf set) {
      return set.elements();
    }
    throw new IllegalArgumentException(
        "the constant " + name + " should be " + what + ", not " + get(name));
  }

  /**
   * Returns the constant {@code name} as a single node, or as another thing with a name: a model
   * value or a string.
   *
   * @throws IllegalArgumentException if it is something else, or missing
   */
  public NodeId node(String name) {
    return new NodeId(nodeName(name, get(name)));
  }

  /**
   * Returns the constant {@code name} as a number.
   *
   * @throws IllegalArgumentException if it is something else, or missing
   */
  public int number(String name) {
    if (get(name) instanceof TlaValue.Int number) {
      return number.value();
    }
    throw new IllegalArgumentException(
        "the constant " + name + " should be a number, not " + get(name));
  }

  /**
   * Returns the constant {@code name} as a set of numbers.
   *
   * @throws IllegalArgumentException if it is something else, or missing
   */
  public SortedSet<Integer> numbers(String name) {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (TlaValue element : elements(name, "a set of numbers")) {
      if (!(element instanceof TlaValue.Int number)) {
        throw new IllegalArgumentException(
            "the constant " + name + " should be a set of numbers, and " + element + " is none");
      }
      numbers.add(number.value());
    }
    return numbers;
  }

  private TlaValue get(String name) {
    TlaValue value = values.get(name);
    if (value == null) {
      throw new MissingException(
          name,
          "the configuration gives no value to the constant "
              + name
              + ", only to "
              + values.keySet());
    }
    return value;
  }

  private static String nodeName(String constant, TlaValue element) {
    return switch (element) {
      case TlaValue.ModelValue model -> model.name();
      case TlaValue.Str string -> string.value();
      case TlaValue.Bool ignored -> throw notANode(constant, element);
      case TlaValue.Int ignored -> throw notANode(constant, element);
      case TlaValue.SetOf ignored -> throw notANode(constant, element);
      case TlaValue.SequenceOf ignored -> throw notANode(constant, element);
      case TlaValue.RecordOf ignored -> throw notANode(constant, element);
      case TlaValue.FunctionOf ignored -> throw notANode(constant, element);
    };
  }

  private static IllegalArgumentException notANode(String constant, TlaValue element) {
    return new IllegalArgumentException(
        "the constant " + constant + " should name nodes, and " + element + " is no name");
  }
}

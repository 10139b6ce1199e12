package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;

/** What a mapping file writes in the place of a value: a constant, or where the log has it. */
sealed interface Reference {

  String NODE = "$node";

  /** The node of the event. */
  record Node() implements Reference {}

  /** A field of the event. */
  record Field(FieldPath path) implements Reference {}

  /** Always the same value, in the words of the spec. */
  record Constant(LoggedValue value) implements Reference {}

  /**
   * Reads a text that may begin with {@code $}: then it refers to the node or to a field. A text
   * that begins with {@code $$} is the text behind the first of them.
   *
   * @throws IllegalArgumentException if there is no path behind the {@code $}
   */
  static Reference orText(String text) {
    if (text.startsWith("$$")) {
      return new Constant(new LoggedValue.Text(text.substring(1)));
    }
    return text.startsWith("$") ? of(text) : new Constant(new LoggedValue.Text(text));
  }

  /** Reads {@code $node} or the path of a field, with or without a {@code $} in front. */
  static Reference of(String text) {
    if (text.equals(NODE)) {
      return new Node();
    }
    return new Field(FieldPath.parse(text.startsWith("$") ? text.substring(1) : text));
  }
}

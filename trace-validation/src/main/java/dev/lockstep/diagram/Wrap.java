package dev.lockstep.diagram;

import java.util.ArrayList;
import java.util.List;

/** Breaks text at blanks. */
final class Wrap {

  private static final String INDENT = "    ";

  private Wrap() {}

  /**
   * Returns {@code text} in pieces of at most {@code width} columns, all but the first indented.
   */
  static List<String> at(String text, int width) {
    List<String> pieces = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int least = pieces.isEmpty() ? 0 : INDENT.length();
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > least ? blank : width;
      pieces.add(rest.substring(0, end).stripTrailing());
      rest = INDENT + rest.substring(end).stripLeading();
    }
    pieces.add(rest);
    return pieces;
  }
}

package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A small table of text: columns as wide as their widest cell, two spaces between them, numbers to
 * the right. Colours in a cell do not count as width. Not safe for use by several threads.
 */
final class Table {

  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9][0-9,.]*( ?(%|s|ms|min|h))?|-");

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** Creates a table; {@code header} names its columns. */
  Table(String... header) {
    this.header = List.of(header);
  }

  /**
   * Adds a row: each cell as its text, an empty one as an empty string.
   *
   * @throws IllegalArgumentException if it has more or fewer cells than the header
   */
  Table row(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + header.size() + " columns");
    }
    rows.add(IntStream.range(0, cells.length).mapToObj(i -> text(cells[i])).toList());
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Returns the lines, each ended with a line feed, without blanks at their ends.
   *
   * @param indent how many blanks every line starts with
   * @param paint how the header is shown
   */
  String render(int indent, Paint paint) {
    int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
    boolean[] right = new boolean[header.size()];
    for (int column = 0; column < right.length; column++) {
      right[column] = isNumeric(column);
    }
    StringBuilder text = new StringBuilder();
    append(text, indent, header.stream().map(paint::dim).toList(), widths, right);
    rows.forEach(row -> append(text, indent, row, widths, right));
    return text.toString();
  }

  private static void append(
      StringBuilder text, int indent, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String pad = " ".repeat(widths[column] - visible(cell));
      line.append(column == 0 ? "" : "  ");
      line.append(right[column] ? pad + cell : cell + pad);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** Whole numbers with thousands separators; everything else as it prints itself. */
  private static String text(Object cell) {
    return cell instanceof Long || cell instanceof Integer
        ? Output.number(((Number) cell).longValue())
        : cell.toString();
  }

  private int width(int column) {
    return Math.max(
        visible(header.get(column)),
        rows.stream().mapToInt(row -> visible(row.get(column))).max().orElse(0));
  }

  private boolean isNumeric(int column) {
    List<String> cells =
        rows.stream()
            .map(row -> COLOUR.matcher(row.get(column)).replaceAll(""))
            .filter(cell -> !cell.isEmpty())
            .toList();
    return !cells.isEmpty() && cells.stream().allMatch(cell -> NUMBER.matcher(cell).matches());
  }

  private static int visible(String cell) {
    String plain = COLOUR.matcher(cell).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }
}

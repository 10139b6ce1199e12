package dev.lockstep.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of TLA+, whose columns have a meaning. */
record Block(List<String> lines) {

  Block {
    lines = List.copyOf(lines);
  }

  static Block of(String text) {
    return new Block(List.of(text.split("\n", -1)));
  }

  /** Returns a list of junction items, or the only one of them. */
  static Block junction(String operator, List<Block> items) {
    if (items.size() == 1) {
      return items.getFirst();
    }
    return stacked(items.stream().map(item -> item.after(operator + " ")).toList());
  }

  static Block stacked(List<Block> blocks) {
    return new Block(blocks.stream().flatMap(block -> block.lines().stream()).toList());
  }

  /** Returns expressions between brackets, with commas. */
  static Block list(String open, List<String> elements, String close) {
    Block list = new Block(List.of(open));
    for (int i = 0; i < elements.size(); i++) {
      String end = i < elements.size() - 1 ? ", " : "";
      list = list.with(of(elements.get(i)).then(end));
    }
    return list.then(close);
  }

  /** Returns this block with {@code next} behind its last line. */
  private Block with(Block next) {
    List<String> longer = new ArrayList<>(lines.subList(0, lines.size() - 1));
    longer.addAll(next.after(lines.getLast()).lines());
    return new Block(longer);
  }

  /** Returns this block with its first line after {@code prefix} and the others below. */
  Block after(String prefix) {
    List<String> shifted = new ArrayList<>();
    for (String line : lines) {
      shifted.add((shifted.isEmpty() ? prefix : " ".repeat(prefix.length())) + line);
    }
    return new Block(shifted);
  }

  Block indented(int columns) {
    return after(" ".repeat(columns));
  }

  /** Returns this block with {@code suffix} at its end. */
  Block then(String suffix) {
    List<String> longer = new ArrayList<>(lines);
    longer.set(longer.size() - 1, longer.getLast() + suffix);
    return new Block(longer);
  }

  @Override
  public String toString() {
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }
}

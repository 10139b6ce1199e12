package dev.lockstep.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A run as a text: commands, each followed by what it leads to.
 *
 * <pre>
 * # A comment, for people.
 *
 * &gt; RMPrepare(rm1)
 *   rmState[rm1]: "working" -&gt; "prepared"
 *   sends Prepared(rm1)
 * </pre>
 *
 * <p>A command starts with {@code >}. The indented lines below it are what is expected. Everything
 * else is a comment; above the first command, where a forgotten {@code >} would leave nothing to
 * play, a comment starts with {@code #}.
 *
 * @param blocks the commands, in order
 * @param ending the lines behind the last command that belong to none
 */
public record Scenario(List<Block> blocks, List<String> ending) {

  private static final String COMMAND = "> ";
  private static final String INDENT = "  ";

  /**
   * A command.
   *
   * @param before the lines above it that belong to no command
   * @param line its line, counted from 1
   * @param command what to do
   * @param expected what that leads to, line by line
   */
  public record Block(List<String> before, int line, String command, List<String> expected) {

    /** Copies the lines. */
    public Block {
      before = List.copyOf(before);
      expected = List.copyOf(expected);
    }
  }

  /** Copies the lists. */
  public Scenario {
    blocks = List.copyOf(blocks);
    ending = List.copyOf(ending);
  }

  /** Reads a scenario. */
  public static Scenario parse(String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); ) {
      if (!lines.get(i).startsWith(COMMAND)) {
        others.add(lines.get(i++));
        continue;
      }
      int line = i++;
      List<String> expected = new ArrayList<>();
      while (i < lines.size() && lines.get(i).startsWith(INDENT)) {
        expected.add(lines.get(i++).substring(INDENT.length()).stripTrailing());
      }
      String command = lines.get(line).substring(COMMAND.length()).strip();
      blocks.add(new Block(others, line + 1, command, expected));
      others.clear();
    }
    return new Scenario(blocks, others);
  }

  /**
   * Checks that it can be played at all.
   *
   * @throws ScenarioException if it has no command, or a line seems to be one and is not
   */
  void check() throws ScenarioException {
    int line = 1;
    for (Block block : blocks) {
      checkOthers(block.before(), block.line() - block.before().size(), line == 1);
      Words.checkBrackets(block);
      line = block.line() + 1 + block.expected().size();
    }
    checkOthers(ending, line, blocks.isEmpty());
    if (blocks.isEmpty()) {
      throw new ScenarioException(
          1, "there is no command in it; a command is a line such as > TMPrepare");
    }
  }

  private static void checkOthers(List<String> lines, int first, boolean above)
      throws ScenarioException {
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      if (text.startsWith(">") || (above && !text.isBlank() && !text.startsWith("#"))) {
        throw new ScenarioException(
            first + i,
            "this is no command: "
                + text.strip()
                + "; a command starts with `> `, a comment above the first with `#`");
      }
    }
  }

  /** Returns what the comments above the first command say, as one sentence or two. */
  public String about() {
    return String.join(
            " ",
            blocks.stream()
                .limit(1)
                .flatMap(block -> block.before().stream())
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .toList())
        .strip();
  }

  /** Returns the text of the scenario with other results, one list of lines for each command. */
  public String with(List<List<String>> results) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      block.before().forEach(line -> text.append(line).append('\n'));
      text.append(COMMAND).append(block.command()).append('\n');
      results.get(i).forEach(line -> text.append(INDENT).append(line).append('\n'));
    }
    ending.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}

package dev.lockstep.cli;

import java.util.Map;

/**
 * What is known of the terminal behind the command. The launcher asks the shell, which is faster
 * and more exact than Java: it tells standard output from standard error.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param colour whether the terminal's owner wants colours
 * @param columns how wide it is
 */
record Terminal(boolean out, boolean err, boolean colour, int columns) {

  private static final int DEFAULT_COLUMNS = 80;
  private static final int SMALLEST_COLUMNS = 20;

  /** No terminal: output goes to a file, a pipe or a test. */
  static final Terminal NONE = new Terminal(false, false, false, DEFAULT_COLUMNS);

  /**
   * Reads what the launcher found out.
   *
   * @param launcher the value of the system property {@code lockstep.terminal}: {@code out}, {@code
   *     err}, both, separated by a comma, or empty
   * @param environment the environment: {@code NO_COLOR}, {@code TERM}, {@code COLUMNS}
   */
  static Terminal of(String launcher, Map<String, String> environment) {
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colour = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        launcher.contains("out"),
        launcher.contains("err") && !dumb,
        colour,
        columns(environment.getOrDefault("COLUMNS", "")));
  }

  private static int columns(String text) {
    return text.matches("[0-9]{1,4}")
        ? Math.max(SMALLEST_COLUMNS, Integer.parseInt(text))
        : DEFAULT_COLUMNS;
  }
}

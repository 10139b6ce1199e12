package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.tlc.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Everything a verb says, as a mixin: {@code --format}, {@code --color}, {@code --debug}, and the
 * writers that obey them. With {@code --format json} a verb prints one {@link #document} and
 * nothing else on standard output.
 *
 * @see Mixin
 */
final class Output {

  /** How the result is printed. */
  enum Format {
    /** For people. */
    TEXT,
    /** For programs: one JSON document. */
    JSON
  }

  /** When to use colours. */
  enum Colour {
    /** On a terminal, unless {@code NO_COLOR} is set. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /** Where options that all verbs have stand in the help. */
  static final int AFTER_THE_VERBS_OWN = 1;

  @Option(
      names = "--format",
      order = AFTER_THE_VERBS_OWN,
      paramLabel = "text|json",
      preprocessor = InputFormats.class,
      description = "How to print the result (default: text). json is one document.")
  Format format = Format.TEXT;

  @Option(
      names = "--color",
      order = AFTER_THE_VERBS_OWN,
      paramLabel = "auto|always|never",
      description = "When to use colours (default: auto, on a terminal unless NO_COLOR is set).")
  Colour colour = Colour.AUTO;

  @Option(
      names = "--debug",
      order = AFTER_THE_VERBS_OWN,
      description = "Show the stack trace of an unexpected failure.")
  boolean debug;

  private final Terminal terminal;

  // Set by picocli before a verb runs.
  @SuppressWarnings("NullAway.Init")
  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  /** Creates the mixin for a terminal. */
  Output(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Says whether the verb prints a JSON document instead of text. */
  boolean isJson() {
    return format == Format.JSON;
  }

  /** Returns standard output. */
  PrintWriter out() {
    return verb.commandLine().getOut();
  }

  /** Prints a line of text to standard output; who sits before it sees it at once. */
  void line(String text) {
    out().println(text);
    if (isInteractive()) {
      out().flush();
    }
  }

  /** Prints a table to standard output. */
  void table(int indent, Table table) {
    out().print(table.render(indent, paint()));
  }

  /** Prints a note to standard error: it is for people and never part of the result. */
  void note(String text) {
    verb.commandLine().getErr().println(text);
    verb.commandLine().getErr().flush();
  }

  /** Returns the colours to use on standard output. */
  Paint paint() {
    boolean coloured =
        switch (colour) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> terminal.out() && terminal.colour();
        };
    return coloured && !isJson() ? Paint.COLOURED : Paint.PLAIN;
  }

  /** Says whether somebody sits in front of a terminal and can press keys. */
  boolean isInteractive() {
    return terminal.out() && terminal.err() && !isJson();
  }

  /** Returns how many columns there are for text. */
  int columns() {
    return terminal.columns();
  }

  /** Returns a line on the terminal for what is going on; close it before printing results. */
  Progress progress() {
    return new Progress(
        verb.commandLine().getErr(), terminal.err(), terminal.columns(), System::nanoTime);
  }

  /**
   * Returns the JSON document of a verb with its first two members, {@code command} and {@code
   * verdict}; the verb adds its own.
   */
  ObjectNode document(Verdict verdict) {
    return document().put("verdict", verdict.name().toLowerCase(Locale.ROOT));
  }

  /** Returns the JSON document of a verb that gives no verdict. */
  ObjectNode document() {
    return JsonNodeFactory.instance.objectNode().put("command", verb.name());
  }

  /** Prints the document to standard output. */
  void print(JsonNode document) {
    out().println(document.toPrettyString());
  }

  /** Returns {@code number} with thousands separators, the same in every locale. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns {@code duration} as people say it: {@code 0.4 s}, {@code 12 s}, {@code 3 min 5 s}. */
  static String duration(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }
}

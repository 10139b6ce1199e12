package dev.lockstep.mutation;

import dev.lockstep.tlc.SpecMutation;
import dev.lockstep.tlc.SpecSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a module with one change in it. In TLA+ the columns of a list of conjuncts or
 * disjuncts say what belongs to it, so everything that follows the change keeps its column.
 *
 * @param mutant the change
 * @param text the whole module
 * @param removed the lines that are gone, in order
 * @param added the lines that are there instead
 */
public record MutatedModule(
    SpecMutant mutant, String text, List<String> removed, List<String> added) {

  /** Copies the lines. */
  public MutatedModule {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /**
   * Reads the module and makes the change.
   *
   * @throws IllegalStateException if the module is not the one that the change was made for
   */
  public static MutatedModule of(SpecMutant mutant) {
    SpecMutation mutation = mutant.mutation();
    try {
      return of(mutant, Files.readString(mutation.file()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + mutation.file(), e);
    }
  }

  static MutatedModule of(SpecMutant mutant, String original) {
    SpecMutation mutation = mutant.mutation();
    int begin = mutation.begin();
    int end = mutation.end();
    if (end > original.length()
        || begin >= end
        || !original.startsWith(firstWord(mutation.before()), begin)) {
      throw new IllegalStateException(
          "mutant %s cannot be applied: line %d of %s has changed since"
              .formatted(mutant.id(), mutation.line(), mutation.file()));
    }
    int lineStart = original.lastIndexOf('\n', begin - 1) + 1;
    int lineEnd = lineEnd(original, end);
    String head = original.substring(lineStart, begin);
    String tail = original.substring(end, lineEnd).stripTrailing();
    String changed = head + mutation.after();
    String mutated =
        tail.isBlank() ? changed.stripTrailing() : changed + pad(original, end, changed) + tail;
    String text = original.substring(0, lineStart) + mutated + original.substring(lineEnd);
    if (text.equals(original)) {
      throw new IllegalStateException("mutant " + mutant.id() + " changes nothing");
    }
    return new MutatedModule(
        mutant,
        text,
        original.substring(lineStart, lineEnd).lines().toList(),
        mutated.lines().toList());
  }

  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /**
   * What stands between the change and the rest of its line, so that this keeps its column if it
   * matters: where a list of conjuncts or disjuncts begins there.
   */
  private static String pad(String original, int end, String changed) {
    int column = end - (original.lastIndexOf('\n', end - 1) + 1);
    int reached = changed.length() - (changed.lastIndexOf('\n') + 1);
    String tail = original.substring(end, lineEnd(original, end));
    if (!tail.contains("/\\") && !tail.contains("\\/")) {
      return "";
    }
    return reached <= column ? " ".repeat(column - reached) : "\n" + " ".repeat(column);
  }

  /**
   * Writes the module into a directory.
   *
   * @return the file
   */
  public Path write(Path directory) {
    Path file = directory.resolve(mutant.mutation().module() + ".tla");
    try {
      Files.createDirectories(directory);
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Returns a spec with the module in {@code directory} in the place of its own. */
  public static SpecSource in(Path directory, SpecSource source) {
    List<Path> directories = new ArrayList<>();
    directories.add(directory);
    directories.addAll(source.directories());
    return new SpecSource(source.module(), directories, source.configName(), source.config());
  }

  /** Returns the changed lines as a patch shows them. */
  public List<String> diff() {
    List<String> lines = new ArrayList<>();
    int indent = indent().orElse(0);
    removed.forEach(line -> lines.add("- " + cut(line, indent)));
    added.forEach(line -> lines.add("+ " + cut(line, indent)));
    return lines;
  }

  private Optional<Integer> indent() {
    return java.util.stream.Stream.concat(removed.stream(), added.stream())
        .filter(line -> !line.isBlank())
        .map(line -> line.length() - line.stripLeading().length())
        .min(Integer::compare);
  }

  private static String cut(String line, int indent) {
    return line.substring(Math.min(indent, line.length()));
  }
}

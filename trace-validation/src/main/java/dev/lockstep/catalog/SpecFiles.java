package dev.lockstep.catalog;

import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.TemporaryDirectory;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.Bool;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.ModelValue;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import dev.lockstep.value.TlaValue.Str;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a protocol in a temporary directory, which goes away with {@link #close} or, at the
 * latest, with the JVM. Safe for use by several threads until it is closed.
 */
public final class SpecFiles implements AutoCloseable {

  private final Protocol protocol;
  private final TemporaryDirectory temporary;
  private final Path directory;
  private final SortedSet<String> inherited;

  private SpecFiles(Protocol protocol, SortedSet<String> inherited) {
    this.protocol = protocol;
    this.inherited = Collections.unmodifiableSortedSet(inherited);
    this.temporary = TemporaryDirectory.create("lockstep-specs-");
    this.directory = temporary.path();
  }

  /**
   * Writes the files.
   *
   * @param own those of the protocol, by name
   * @param inherited the modules of the protocols that it extends, by name
   */
  static SpecFiles create(
      Protocol protocol, SortedMap<String, byte[]> own, SortedMap<String, byte[]> inherited)
      throws IOException {
    SortedSet<String> modules = new TreeSet<>();
    inherited.keySet().forEach(file -> modules.add(file.replaceFirst("\\.tla$", "")));
    SpecFiles files = new SpecFiles(protocol, modules);
    for (SortedMap<String, byte[]> contents : List.of(own, inherited)) {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        Files.write(files.directory.resolve(file.getKey()), file.getValue());
      }
    }
    return files;
  }

  /** Returns the protocol whose files these are. */
  public Protocol protocol() {
    return protocol;
  }

  /** Returns the directory. */
  public Path directory() {
    return directory;
  }

  /** Returns the names of the modules that belong to protocols that this one extends. */
  public SortedSet<String> inherited() {
    return inherited;
  }

  /** Returns the source of one of the protocol's models. */
  public SpecSource model(Model model) {
    Path config = directory.resolve(model.config());
    try {
      return new SpecSource(
          model.module(),
          List.of(directory),
          model.config(),
          Files.readString(config, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "model " + model.name() + " of " + protocol.name() + " has no file " + model.config(), e);
    }
  }

  /**
   * Returns the source of the protocol's own spec, without any model around it.
   *
   * @param constants the values of its constants, by name, without those for which the protocol
   *     names an operator
   * @throws IllegalArgumentException if a value cannot be written in a configuration
   */
  public SpecSource spec(Map<String, TlaValue> constants) {
    StringBuilder config = new StringBuilder();
    config.append("SPECIFICATION ").append(protocol.specification()).append('\n');
    config.append("CHECK_DEADLOCK FALSE\n");
    new TreeMap<>(constants)
        .forEach(
            (name, value) -> {
              requireNotSubstituted(name);
              requireWritable(name, value);
              config.append("CONSTANT ").append(name).append(" = ").append(value).append('\n');
            });
    protocol
        .substitutions()
        .forEach(
            (name, operator) ->
                config
                    .append("CONSTANT ")
                    .append(name)
                    .append(" <- ")
                    .append(operator)
                    .append('\n'));
    return new SpecSource(
        protocol.spec(), List.of(directory), "the constants given", config.toString());
  }

  /** Deletes the directory. */
  @Override
  public void close() {
    temporary.close();
  }

  private void requireNotSubstituted(String name) {
    String operator = protocol.substitutions().get(name);
    if (operator != null) {
      throw new IllegalArgumentException(
          "%s is no constant to be given: in %s it is always %s"
              .formatted(name, protocol.name(), operator));
    }
  }

  /** Configurations have no syntax for functions, records and sequences. */
  private static void requireWritable(String name, TlaValue value) {
    switch (value) {
      case Bool ignored -> {}
      case Int ignored -> {}
      case Str ignored -> {}
      case ModelValue ignored -> {}
      case SetOf set -> set.elements().forEach(element -> requireWritable(name, element));
      case SequenceOf ignored -> throw unwritable(name, value);
      case RecordOf ignored -> throw unwritable(name, value);
      case FunctionOf ignored -> throw unwritable(name, value);
    }
  }

  private static IllegalArgumentException unwritable(String name, TlaValue value) {
    return new IllegalArgumentException(
        "constant "
            + name
            + " cannot be given as "
            + value
            + ": a configuration knows numbers, strings, booleans, model values and sets of these");
  }
}

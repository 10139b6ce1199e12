package dev.lockstep.mapping;

import dev.lockstep.search.Hidden;
import dev.lockstep.trace.LineReader;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How a log translates to the words of a spec: where in its lines the parts of an event are, and
 * what its names and values are in the spec. What a mapping does not name stays as it is. Read from
 * a JSON file that is described in {@code docs/trace-format.md}. Immutable.
 */
public final class Mapping {

  /** The mapping that changes nothing. */
  public static final Mapping NONE = new Mapping("", new Parts());

  private static final String ETCD = "etcd.json";

  private final String file;
  private final Parts parts;

  /** The parts of a mapping, while it is put together. */
  static final class Parts {
    Optional<Layout> layout = Optional.empty();
    SortedMap<String, List<ActionRule>> actions = new TreeMap<>();
    boolean othersNotModelled;
    List<VariableRule> variables = List.of();
    SortedMap<String, LoggedValue> values = new TreeMap<>();
    Optional<String> nil = Optional.empty();
    Hidden hidden = Hidden.NONE;

    /** Names that the spec must have, each with its place in the file. */
    final MappingCheck check = new MappingCheck();
  }

  Mapping(String file, Parts parts) {
    this.file = file;
    this.parts = parts;
  }

  /** Reads a mapping file. */
  public static Mapping read(Path file) throws TraceException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new TraceException(file.toString(), 0, 0, "there is no such mapping file", e);
    } catch (CharacterCodingException e) {
      throw new TraceException(file.toString(), 0, 0, "a mapping file must be UTF-8 text", e);
    } catch (IOException e) {
      throw new TraceException(file.toString(), 0, 0, "cannot be read: " + e.getMessage(), e);
    }
    return parse(file.toString(), text);
  }

  /** Reads a mapping from {@code text}, which messages call {@code file}. */
  public static Mapping parse(String file, String text) throws TraceException {
    return new Mapping(file, new MappingFile(file, text).read());
  }

  /** Returns this mapping for logs of etcd's raft library, whose layout is built in. */
  public Mapping forEtcd() throws TraceException {
    if (parts.layout.isPresent()) {
      return this;
    }
    String text;
    try (InputStream input = Mapping.class.getResourceAsStream(ETCD)) {
      if (input == null) {
        throw new IllegalStateException(ETCD + " is missing");
      }
      text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new TraceException(ETCD, 0, 0, "cannot be read: " + e.getMessage(), e);
    }
    Parts preset = new MappingFile(ETCD, text).read();
    Parts copy = new Parts();
    copy.layout = preset.layout.map(Layout::asPreset);
    copy.actions = parts.actions;
    copy.othersNotModelled = parts.othersNotModelled;
    copy.variables = parts.variables;
    copy.values = parts.values;
    copy.nil = parts.nil;
    copy.hidden = parts.hidden;
    copy.check.addAll(parts.check);
    return new Mapping(file, copy);
  }

  /** Says whether the mapping describes where in a line the parts of an event are. */
  public boolean hasLayout() {
    return parts.layout.isPresent();
  }

  /** Returns the steps that the system takes without logging them. */
  public Hidden hidden() {
    return parts.hidden;
  }

  /**
   * Checks that the spec has every name that this mapping maps to.
   *
   * @throws TraceException if it lacks one, with the place in the mapping file and the nearest name
   */
  public void check(SpecNames spec) throws TraceException {
    parts.check.check(file, spec);
  }

  /**
   * Returns {@code source} in the words of the spec.
   *
   * @param source a log, most often one that {@link #open} opened if this mapping has a layout
   * @param spec gives the names of the spec, once a header was read
   */
  public TraceSource apply(TraceSource source, Supplier<SpecNames> spec) {
    if (this == NONE) {
      return source;
    }
    Translator translator = new Translator(parts, spec);
    return source instanceof LayoutSource byLayout
        ? byLayout.with(translator)
        : new MappedSource(source, translator);
  }

  /**
   * Opens a log of JSON lines whose layout this mapping describes; {@link #apply} translates it.
   *
   * @param maxLineBytes the longest line that is read
   * @throws TraceException if the log cannot be opened, or the mapping has no layout
   */
  public TraceSource open(Path log, int maxLineBytes) throws TraceException {
    return LayoutSource.of(LineReader.open(log, maxLineBytes), layout(), new Parts());
  }

  /** Reads such a log from {@code input}, which messages call {@code name}. */
  public TraceSource open(String name, InputStream input, int maxLineBytes) throws TraceException {
    return LayoutSource.of(LineReader.of(name, input, maxLineBytes), layout(), new Parts());
  }

  private Layout layout() throws TraceException {
    if (parts.layout.isEmpty()) {
      throw new TraceException(
          file.isEmpty() ? "--input-format json" : file,
          0,
          0,
          "logs of JSON lines need a mapping file with a \"layout\": where in a line the parts of"
              + " an event are",
          null);
    }
    return parts.layout.get();
  }

  SortedMap<String, List<ActionRule>> actions() {
    return Collections.unmodifiableSortedMap(parts.actions);
  }

  Optional<String> nil() {
    return parts.nil;
  }
}

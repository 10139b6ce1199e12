package dev.lockstep.validation;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Diagram;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.mapping.SpecNames;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The spec for each run of a log, with the constants that its header names. Runs with the same
 * constants share one loaded spec. Safe for use by several threads.
 */
public final class RunSpecs implements AutoCloseable {

  private final Optional<SpecFiles> files;
  private final Optional<SpecSource> source;
  private final SortedMap<String, LoggedValue> constants;
  private final Map<String, Spec> loaded = new HashMap<>();
  private final Map<Spec, SpecNames> names = new HashMap<>();

  private RunSpecs(
      Optional<SpecFiles> files,
      Optional<SpecSource> source,
      SortedMap<String, LoggedValue> constants) {
    this.files = files;
    this.source = source;
    this.constants = new TreeMap<>(constants);
  }

  /**
   * Returns the specs of runs of a protocol of the catalog.
   *
   * @param constants values that take precedence over those of the headers
   */
  public static RunSpecs of(
      Catalog catalog, Protocol protocol, SortedMap<String, LoggedValue> constants) {
    return new RunSpecs(Optional.of(catalog.extract(protocol)), Optional.empty(), constants);
  }

  /**
   * Returns the specs of runs of any spec. Constants that a header names replace those of the
   * configuration.
   *
   * @param constants values that take precedence over those of the headers
   */
  public static RunSpecs of(SpecSource source, SortedMap<String, LoggedValue> constants) {
    return new RunSpecs(Optional.empty(), Optional.of(source), constants);
  }

  /**
   * Returns the spec of the run with {@code header}.
   *
   * @param file the log, for messages
   * @throws TraceException if the header does not fit the spec
   * @throws SpecException if a spec that is not of the catalog cannot be loaded
   */
  public Spec spec(TraceHeader header, String file) throws TraceException, SpecException {
    SpecSource wanted = source(header, file);
    synchronized (loaded) {
      Spec spec = loaded.get(wanted.config());
      if (spec == null) {
        spec = load(wanted, header, file);
        loaded.put(wanted.config(), spec);
        names.put(spec, SpecNames.of(spec, wanted));
      }
      return spec;
    }
  }

  /** Returns the files of the protocol, if the specs are of the catalog. */
  public Optional<SpecFiles> files() {
    return files;
  }

  /**
   * Returns what the spec of the run with {@code header} is loaded from.
   *
   * @param file the log, for messages
   * @throws TraceException if the header does not fit the spec
   */
  public SpecSource source(TraceHeader header, String file) throws TraceException {
    SortedMap<String, LoggedValue> values = new TreeMap<>(header.constants());
    values.putAll(constants);
    try {
      return files.isPresent() ? ofProtocol(files.get(), header, file, values) : ofSource(values);
    } catch (IllegalArgumentException e) {
      throw new TraceException(file, header.line(), 0, "constants: " + e.getMessage(), e);
    }
  }

  /** Returns the names of a spec that {@link #spec} returned, for a mapping. */
  public SpecNames names(Spec spec) {
    synchronized (loaded) {
      return names.getOrDefault(spec, SpecNames.NONE);
    }
  }

  /** The specs of the catalog are sound: if one does not load, the header's constants are wrong. */
  private Spec load(SpecSource wanted, TraceHeader header, String file)
      throws TraceException, SpecException {
    try {
      return Spec.load(wanted);
    } catch (SpecException e) {
      if (files.isEmpty()) {
        throw e;
      }
      throw new TraceException(
          file,
          header.line(),
          0,
          "the spec does not load with the header's constants ("
              + String.join(", ", header.constants().keySet())
              + "): "
              + e.getMessage(),
          e);
    }
  }

  private static SpecSource ofProtocol(
      SpecFiles files, TraceHeader header, String file, SortedMap<String, LoggedValue> values)
      throws TraceException {
    Protocol protocol = files.protocol();
    if (header.protocol().isPresent() && !header.protocol().get().equals(protocol.name())) {
      throw new TraceException(
          file,
          header.line(),
          0,
          "this is a log of " + header.protocol().get() + ", not of " + protocol.name(),
          null);
    }
    if (header.spec().isPresent() && !header.spec().get().equals(protocol.spec())) {
      throw new TraceException(
          file,
          header.line(),
          0,
          "this is a log for the spec "
              + header.spec().get()
              + ", but the spec of "
              + protocol.name()
              + " is "
              + protocol.spec(),
          null);
    }
    SortedMap<String, TlaValue> converted = new TreeMap<>();
    values.forEach((name, value) -> converted.put(name, ConfigConstants.value(value, false)));
    return files.spec(converted);
  }

  private SpecSource ofSource(SortedMap<String, LoggedValue> values) {
    SpecSource base = source.orElseThrow();
    SortedMap<String, String> assigned = ConfigConstants.assignments(base.config());
    SortedMap<String, LoggedValue> replaced = new TreeMap<>(values);
    replaced.keySet().retainAll(assigned.keySet());
    return replaced.isEmpty()
        ? base
        : new SpecSource(
            base.module(),
            base.directories(),
            base.configName(),
            ConfigConstants.replace(base.config(), replaced));
  }

  /** Returns how to draw a run, if the catalog says so. */
  public Optional<Diagram> diagram() {
    return files.flatMap(known -> known.protocol().diagram());
  }

  /** Returns warnings about constants that the spec does not have. */
  public List<String> warnings(TraceHeader header, Spec spec) {
    List<String> warnings = new ArrayList<>();
    SortedMap<String, LoggedValue> values = new TreeMap<>(header.constants());
    values.putAll(constants);
    for (Map.Entry<String, LoggedValue> value : values.entrySet()) {
      TlaValue constant = spec.constants().get(value.getKey());
      if (constant == null) {
        warnings.add(
            "the configuration has no constant "
                + value.getKey()
                + Nearest.to(value.getKey(), spec.constants().keySet())
                    .map(nearest -> " (did you mean " + nearest + "?)")
                    .orElse("")
                + ": the log's value for it is not used");
      }
    }
    if (header.spec().isPresent() && !header.spec().get().equals(spec.module())) {
      warnings.add(
          "the log is for the spec " + header.spec().get() + ", this spec is " + spec.module());
    }
    return warnings;
  }

  /** Closes all specs: what validations say about states has to be read before. */
  @Override
  public void close() {
    loaded.values().forEach(Spec::close);
    files.ifPresent(SpecFiles::close);
  }
}

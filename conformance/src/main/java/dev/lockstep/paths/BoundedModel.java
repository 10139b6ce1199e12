package dev.lockstep.paths;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.ExtendedModules;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A spec with a configuration that bounds it, to take paths from; and where the bounds stand in a
 * module {@code MC<Spec>} around it, the spec itself, which knows none: what an implementation may
 * do beyond the bounds is not forbidden.
 */
public final class BoundedModel implements AutoCloseable {

  private static final String BOUNDING = "MC";
  private static final Pattern REPLACED = Pattern.compile("(\\w+)\\s*<-\\s*(\\w+)");

  private final String name;
  private final Spec spec;
  private final Optional<Spec> unbounded;
  private final Optional<Protocol> protocol;
  private final Optional<SpecFiles> files;

  private BoundedModel(
      String name, SpecSource source, Optional<Protocol> protocol, Optional<SpecFiles> files)
      throws SpecException {
    this.name = name;
    this.spec = Spec.load(source);
    this.protocol = protocol;
    this.unbounded = unbounded(source);
    this.files = files;
  }

  /**
   * Loads a model of the catalog.
   *
   * @param modelName the model; by default the first that code is compared with
   * @throws dev.lockstep.catalog.UnknownNameException if there is no such protocol or model
   */
  public static BoundedModel ofCatalog(String protocolName, Optional<String> modelName)
      throws SpecException {
    Catalog catalog = Catalog.load();
    Protocol protocol = catalog.protocol(protocolName);
    Model model =
        modelName.isPresent()
            ? protocol.model(modelName.get())
            : protocol.models().stream()
                .filter(Model::conform)
                .findFirst()
                .orElseGet(() -> protocol.models().getFirst());
    SpecFiles files = catalog.extract(protocol);
    try {
      return new BoundedModel(
          protocol.name() + " " + model.name(),
          files.model(model),
          Optional.of(protocol),
          Optional.of(files));
    } catch (SpecException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /**
   * Loads a spec of one's own.
   *
   * @param tla the root module
   * @param cfg its configuration
   * @param path more directories with modules
   */
  public static BoundedModel ofFiles(Path tla, Path cfg, List<Path> path) throws SpecException {
    return of(SpecSource.ofFiles(tla, cfg, path));
  }

  /** Loads a spec of one's own. */
  public static BoundedModel of(SpecSource source) throws SpecException {
    return new BoundedModel(source.module(), source, Optional.empty(), Optional.empty());
  }

  /** Returns how people call it, for example {@code two-phase-commit small}. */
  public String name() {
    return name;
  }

  /** Returns the spec within its bounds. */
  public Spec spec() {
    return spec;
  }

  /** Returns the spec without bounds: the same one, unless a module stands around it. */
  public Spec unbounded() {
    return unbounded.orElse(spec);
  }

  /** Returns the spec's name and constants, as a log starts with them. */
  public TraceHeader header() {
    Spec named = unbounded();
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    named.constants().forEach((constant, value) -> constants.put(constant, LoggedValue.of(value)));
    protocol.ifPresent(known -> constants.keySet().removeAll(known.substitutions().keySet()));
    TraceHeader header = TraceHeader.of(named.module(), constants);
    return protocol.map(known -> header.withProtocol(known.name())).orElse(header);
  }

  /** Releases the specs. */
  @Override
  public void close() {
    spec.close();
    unbounded.ifPresent(Spec::close);
    files.ifPresent(SpecFiles::close);
  }

  /** {@code MCFoo} bounds {@code Foo}, if that is a module with the same variables. */
  private Optional<Spec> unbounded(SpecSource source) {
    if (!source.module().startsWith(BOUNDING)) {
      return Optional.empty();
    }
    String module = source.module().substring(BOUNDING.length());
    String text = text(module, source.directories());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    SpecSource without =
        new SpecSource(
            module, source.directories(), "without bounds", config(module, text, source.config()));
    try {
      Spec loaded = Spec.load(without);
      if (new TreeSet<>(loaded.variables()).equals(new TreeSet<>(spec.variables()))
          && !loaded.initialStates().isEmpty()) {
        return Optional.of(loaded);
      }
      loaded.close();
      return Optional.empty();
    } catch (SpecException e) {
      // A module of that name that is something else: then the bounded one has to do.
      return Optional.empty();
    }
  }

  /** The configuration of {@code module} by itself, with the constants of the model around it. */
  private String config(String module, String text, String bounded) {
    Optional<Protocol> itself = protocol.filter(known -> known.spec().equals(module));
    SortedMap<String, String> operators = new TreeMap<>();
    Matcher replaced = REPLACED.matcher(bounded);
    while (replaced.find()) {
      // A constant with parameters has no value and needs an operator; others are given by value.
      if (takesParameters(replaced.group(1), text) && isNamed(replaced.group(2), text)) {
        operators.put(replaced.group(1), replaced.group(2));
      }
    }
    itself.ifPresent(known -> operators.putAll(known.substitutions()));
    StringBuilder config = new StringBuilder("SPECIFICATION ");
    config.append(itself.map(Protocol::specification).orElse("Spec")).append('\n');
    config.append("CHECK_DEADLOCK FALSE\n");
    spec.constants()
        .forEach(
            (constant, value) -> {
              if (isNamed(constant, text) && !operators.containsKey(constant)) {
                config.append("CONSTANT ").append(constant).append(" = ").append(value);
                config.append('\n');
              }
            });
    operators.forEach(
        (constant, operator) ->
            config
                .append("CONSTANT ")
                .append(constant)
                .append(" <- ")
                .append(operator)
                .append('\n'));
    return config.toString();
  }

  private static boolean takesParameters(String constant, String text) {
    return Pattern.compile("\\b" + Pattern.quote(constant) + "\\s*\\(\\s*_").matcher(text).find();
  }

  /** The text of a module and of those that it extends. */
  private static String text(String module, List<Path> directories) {
    try {
      return String.join("\n", ExtendedModules.of(module, directories).values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNamed(String constant, String text) {
    return Pattern.compile("\\b" + Pattern.quote(constant) + "\\b").matcher(text).find();
  }

  /** Returns the values of the constants. */
  public SortedMap<String, TlaValue> constants() {
    return unbounded().constants();
  }
}

package dev.lockstep.conformance;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.Scenario;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Both sides of a model: the spec loaded with its configuration, and the code's cluster for it.
 *
 * <p>A configuration leaves an action out by replacing it: {@code CONSTANT LoseMessage <- NeverOf}.
 * An action replaced by an operator whose name starts with {@code Never} is left out of the
 * cluster, too.
 *
 * @param <M> the messages of the protocol
 */
public final class LoadedModel<M> implements AutoCloseable {

  private static final int DIGEST_BYTES = 8;
  private static final Pattern REPLACED = Pattern.compile("(\\w+)\\s*<-\\s*Never\\w*");

  private final Model model;
  private final SpecSource source;
  private final Spec spec;
  private final Binding<M> binding;
  private final Constants constants;
  private final SortedSet<String> leftOut;
  private final Protocol protocol;
  private final String digest;
  private final Set<World<M>> sound = new HashSet<>();

  private LoadedModel(
      Protocol protocol, Model model, SpecSource source, Spec spec, Binding<M> binding) {
    this.protocol = protocol;
    this.model = model;
    this.source = source;
    this.spec = spec;
    this.binding = binding;
    this.constants = new Constants(spec.constants());
    this.leftOut = leftOut(source.config());
    this.digest = digest(source);
  }

  /**
   * Loads a model.
   *
   * @param files the files of the protocol
   * @throws SpecException if TLC cannot load it
   */
  public static <M> LoadedModel<M> load(SpecFiles files, Model model, Binding<M> binding)
      throws SpecException {
    Protocol protocol = files.protocol();
    if (!protocol.name().equals(binding.protocol())) {
      throw new IllegalArgumentException(
          "the code of " + binding.protocol() + " for the spec of " + protocol.name());
    }
    return load(files, files.model(model), model, binding);
  }

  /**
   * Loads a model with another spec in it, for example a wrong one.
   *
   * @param files the files of the protocol
   * @param source the spec, with a configuration that leaves out what that of the model does
   * @throws SpecException if TLC cannot load it
   */
  public static <M> LoadedModel<M> load(
      SpecFiles files, SpecSource source, Model model, Binding<M> binding) throws SpecException {
    return new LoadedModel<>(files.protocol(), model, source, Spec.load(source), binding);
  }

  /** Returns a digest of all modules beside the model's and of its configuration. */
  private static String digest(SpecSource source) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Path directory : source.directories()) {
        for (Path module : modules(directory)) {
          sha.update(module.getFileName().toString().getBytes(StandardCharsets.UTF_8));
          sha.update(Files.readAllBytes(module));
        }
      }
      sha.update(source.config().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static List<Path> modules(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".tla")).sorted().toList();
    }
  }

  private static SortedSet<String> leftOut(String config) {
    SortedSet<String> actions = new TreeSet<>();
    config
        .lines()
        .map(line -> line.replaceFirst("\\\\\\*.*", ""))
        .forEach(
            line -> {
              Matcher replaced = REPLACED.matcher(line);
              while (replaced.find()) {
                actions.add(replaced.group(1));
              }
            });
    return actions;
  }

  /** Returns the model. */
  public Model model() {
    return model;
  }

  /** Returns where the spec and the configuration come from. */
  public SpecSource source() {
    return source;
  }

  /** Returns the spec. */
  public Spec spec() {
    return spec;
  }

  /** Returns the binding. */
  public Binding<M> binding() {
    return binding;
  }

  /** Returns the constants of the model. */
  public Constants constants() {
    return constants;
  }

  /** Returns the code's side. */
  public Cluster<M> cluster() {
    return restrict(binding.cluster(constants));
  }

  /** Returns another cluster, built from {@link #constants}, without what the model leaves out. */
  public Cluster<M> restrict(Cluster<M> cluster) {
    return leftOut.isEmpty() ? cluster : cluster.without(leftOut);
  }

  /**
   * Compares the two sides.
   *
   * @param listener told from time to time how far the work has come
   */
  public ConformanceReport compare(
      Budget budget, int threads, Consumer<Comparison.Progress> listener) throws SpecException {
    return compare(cluster(), budget, threads, listener);
  }

  /**
   * Compares the spec with other code, for example with a mutant in it.
   *
   * @param cluster built from {@link #constants} and {@link #restrict}ed
   * @param listener told from time to time how far the work has come
   */
  public ConformanceReport compare(
      Cluster<M> cluster, Budget budget, int threads, Consumer<Comparison.Progress> listener)
      throws SpecException {
    return new ConformanceReport(
        binding.protocol(),
        model,
        Comparison.run(spec, binding, cluster, budget, threads, listener));
  }

  /**
   * Compares the spec with code.
   *
   * @param cluster built from {@link #constants} and {@link #restrict}ed
   * @param code what the code is called, for example {@code as it is}
   * @throws CheckpointException if the comparison to resume was of something else
   */
  public ConformanceReport compare(Cluster<M> cluster, String code, ComparisonOptions options)
      throws SpecException, CheckpointException {
    String name =
        "%s %s, spec %s, code %s".formatted(binding.protocol(), model.name(), digest, code);
    return new ConformanceReport(
        binding.protocol(), model, Comparison.run(spec, binding, cluster, options.withModel(name)));
  }

  /** Returns the run to a divergence, to be replayed and validated. */
  public Scenario scenario(Divergence divergence) {
    SortedMap<String, TlaValue> ofSpec = new TreeMap<>(spec.constants());
    if (!spec.module().equals(protocol.spec())) {
      // A log knows nothing of the bounds of a model.
      ofSpec.keySet().removeAll(spec.rootConstants());
    }
    ofSpec.keySet().removeAll(protocol.substitutions().keySet());
    return DivergenceScenario.of(protocol.spec(), protocol.name(), ofSpec, divergence);
  }

  /**
   * Explores code by itself, with the invariants of the spec. Wrong versions of the code have most
   * of their worlds in common with the right one: each is looked at once. Not thread-safe.
   *
   * @param cluster built from {@link #constants} and {@link #restrict}ed
   */
  public Exploration.Report explore(Cluster<M> cluster, Budget budget) throws SpecException {
    return Exploration.run(spec, binding, cluster, spec.invariants(), sound, budget);
  }

  /** Takes the steps of a scenario on both sides. */
  public Replay<M> replay(Cluster<M> cluster, Scenario scenario) throws SpecException {
    return new Replay<>(spec, binding, cluster, scenario);
  }

  @Override
  public void close() {
    spec.close();
  }
}

package dev.lockstep.conformance;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern REPLACED = Pattern.compile("(\\w+)\\s*<-\\s*Never\\w*");

  private final Model model;
  private final SpecSource source;
  private final Spec spec;
  private final Binding<M> binding;
  private final Constants constants;
  private final SortedSet<String> leftOut;

  private LoadedModel(
      Model model, SpecSource source, Spec spec, Binding<M> binding, SortedSet<String> leftOut) {
    this.model = model;
    this.source = source;
    this.spec = spec;
    this.binding = binding;
    this.constants = new Constants(spec.constants());
    this.leftOut = leftOut;
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
    return load(files.model(model), model, binding);
  }

  /**
   * Loads a model with another spec in it, for example a wrong one.
   *
   * @param source the spec, with a configuration that leaves out what that of the model does
   * @throws SpecException if TLC cannot load it
   */
  public static <M> LoadedModel<M> load(SpecSource source, Model model, Binding<M> binding)
      throws SpecException {
    return new LoadedModel<>(model, source, Spec.load(source), binding, leftOut(source.config()));
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

  @Override
  public void close() {
    spec.close();
  }
}

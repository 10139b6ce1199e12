package dev.lockstep.scenario;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios of one protocol: its code takes each step, and its spec says whether it may.
 * Knows nothing of the protocol: steps are called by the spec's actions.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@code RM = {rm1, rm2}}</td><td>gives a constant its value: a name, a number, or a set
 *     of them</td></tr>
 * <tr><td>{@code bound MaxClock = 9}</td><td>the same for a constant that only models have</td></tr>
 * <tr><td>{@code code presumes-abort}</td><td>takes this mutant for the code</td></tr>
 * <tr><td>{@code RMPrepare(rm1)}</td><td>takes the step that the code calls so</td></tr>
 * <tr><td>{@code deliver Prepare(rm1)}</td>
 *     <td>hands a message over, also where the code ignores it</td></tr>
 * <tr><td>{@code state}, {@code messages}</td><td>shows the spec's variables, the messages</td></tr>
 * <tr><td>{@code possible}</td><td>shows what the code may do next</td></tr>
 * <tr><td>{@code check OneDecision}</td><td>has TLC evaluate a definition of the spec</td></tr>
 * </table>
 *
 * <p>Constants and code come first. Not safe for use by several threads.
 */
public final class Player {

  private static final Pattern CONSTANT = Pattern.compile("(bound\\s+)?(\\w+)\\s*=\\s*(.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w-]*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NAMES =
      Pattern.compile("\\{\\s*((?:[\\w-]+(?:\\s*,\\s*[\\w-]+)*)?)\\s*}");

  private final SpecFiles files;
  private final Binding<?> binding;
  private final SortedMap<String, TlaValue> constants = new TreeMap<>();
  private final SortedMap<String, TlaValue> bounds = new TreeMap<>();
  private Optional<Mutant<?>> mutant = Optional.empty();
  private @Nullable Stage<?> stage;

  private Player(SpecFiles files, Binding<?> binding) {
    this.files = files;
    this.binding = binding;
  }

  /**
   * Plays a scenario.
   *
   * @param files the protocol
   * @throws ScenarioException if there is no command, or one cannot be understood
   * @throws SpecException if the spec cannot be loaded or asked
   * @throws IllegalArgumentException if the protocol has no code
   */
  public static Played play(SpecFiles files, Scenario scenario)
      throws ScenarioException, SpecException {
    Binding<?> binding =
        Bindings.of(files.protocol().name())
            .orElseThrow(
                () -> new IllegalArgumentException(files.protocol().name() + " has no code"));
    scenario.check();
    Player player = new Player(files, binding);
    List<List<String>> results = new ArrayList<>();
    try {
      for (Scenario.Block block : scenario.blocks()) {
        results.add(player.result(block));
      }
    } finally {
      if (player.stage != null) {
        player.stage.close();
      }
    }
    return new Played(scenario, results);
  }

  private List<String> result(Scenario.Block block) throws ScenarioException, SpecException {
    Matcher constant = CONSTANT.matcher(block.command());
    if (constant.matches()) {
      requireSetUp(block);
      SortedMap<String, TlaValue> kind = constant.group(1) == null ? constants : bounds;
      kind.put(constant.group(2), value(block, constant.group(3)));
      return List.of();
    }
    if (block.command().startsWith("code ")) {
      requireSetUp(block);
      Mutant<?> found = mutant(block, block.command().substring("code ".length()).strip());
      mutant = Optional.of(found);
      return List.of(found.fault());
    }
    if (stage == null) {
      stage = stage(block, binding);
    }
    return stage.result(block);
  }

  private void requireSetUp(Scenario.Block block) throws ScenarioException {
    if (stage != null) {
      throw new ScenarioException(
          block.line(), "constants and code come before the first step; move this line up");
    }
  }

  @SuppressWarnings("unchecked") // the messages of a protocol are those of its mutants
  private <M> Stage<M> stage(Scenario.Block block, Binding<M> of)
      throws ScenarioException, SpecException {
    try {
      SortedMap<String, TlaValue> all = new TreeMap<>(constants);
      all.putAll(bounds);
      Constants given = new Constants(all);
      Cluster<M> cluster =
          mutant.isPresent()
              ? ((Mutant<M>) mutant.get()).cluster().apply(given)
              : of.cluster(given);
      Spec spec = Spec.load(files.spec(constants));
      return new Stage<>(spec, of, cluster);
    } catch (Constants.MissingException e) {
      throw new ScenarioException(
          block.line(),
          "the scenario gives no value to the constant "
              + e.name()
              + ": the first commands are `> "
              + e.name()
              + " = {…}`, or a number there");
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(
          block.line(),
          "the constants do not fit the protocol: "
              + e.getMessage()
              + "; write them above the first step, for example > RM = {rm1, rm2}");
    }
  }

  private Mutant<?> mutant(Scenario.Block block, String id) throws ScenarioException {
    List<Mutant<?>> all = new ArrayList<>();
    MutantSet.of(binding.protocol()).ifPresent(set -> all.addAll(set.mutants()));
    for (Mutant<?> known : all) {
      if (known.id().equals(id)) {
        return known;
      }
    }
    throw new ScenarioException(
        block.line(),
        "no mutant is called '"
            + id
            + "'"
            + Nearest.to(id, all.stream().map(Mutant::id).toList())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("")
            + "; there are: "
            + String.join(", ", all.stream().map(Mutant::id).toList()));
  }

  private static TlaValue value(Scenario.Block block, String text) throws ScenarioException {
    Matcher names = NAMES.matcher(text);
    if (names.matches()) {
      return TlaValue.set(
          Arrays.stream(names.group(1).split(","))
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .map(Player::single)
              .toList());
    }
    if (NUMBER.matcher(text).matches() || NAME.matcher(text).matches()) {
      return single(text);
    }
    throw new ScenarioException(
        block.line(),
        "a constant is a name, a number, or a set of them such as {rm1, rm2}, not " + text);
  }

  private static TlaValue single(String text) {
    return NUMBER.matcher(text).matches()
        ? TlaValue.of(Integer.parseInt(text))
        : new TlaValue.ModelValue(text);
  }
}

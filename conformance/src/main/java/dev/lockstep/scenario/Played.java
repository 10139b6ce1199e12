package dev.lockstep.scenario;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What became of a scenario.
 *
 * @param scenario the scenario
 * @param results what each of its commands led to, line by line
 */
public record Played(Scenario scenario, List<List<String>> results) {

  /** A command that did not lead to what was expected. */
  public record Difference(int line, String command, List<String> expected, List<String> actual) {

    /** Copies the lines. */
    public Difference {
      expected = List.copyOf(expected);
      actual = List.copyOf(actual);
    }
  }

  /** Copies the results. */
  public Played {
    results = results.stream().map(List::copyOf).toList();
  }

  /** Returns the commands that did not lead to what was expected, in order. */
  public List<Difference> differences() {
    return IntStream.range(0, results.size())
        .filter(i -> !results.get(i).equals(scenario.blocks().get(i).expected()))
        .mapToObj(
            i -> {
              Scenario.Block block = scenario.blocks().get(i);
              return new Difference(
                  block.line(), block.command(), block.expected(), results.get(i));
            })
        .toList();
  }

  /** Returns the text of the scenario with what its commands led to now. */
  public String text() {
    return scenario.with(results);
  }
}

package dev.lockstep.evidence;

import dev.lockstep.tlc.Part;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a corpus covers of a spec.
 *
 * @param runs how many runs were accepted and count
 * @param actions all actions of the spec, by name
 * @param logs all logs, in the order in which they came
 * @param cover few logs that cover as many actions and parts as all of them
 * @param states the states that were reached, for each choice of constants
 */
public record CoverageReport(
    long runs, List<Action> actions, List<Log> logs, Cover cover, List<States> states) {

  /** Copies the lists. */
  public CoverageReport {
    actions = List.copyOf(actions);
    logs = List.copyOf(logs);
    states = List.copyOf(states);
  }

  /**
   * An action of the spec.
   *
   * @param name its name
   * @param parameters the names of its parameters
   * @param steps how many accepted steps took it
   * @param logs the logs with such a step
   * @param parts its parts, in the order of the spec
   * @param lookedIntoInPart how many of these steps may have exercised more than was found, since
   *     something in the action could not be evaluated by itself
   */
  public record Action(
      String name,
      List<String> parameters,
      long steps,
      List<String> logs,
      List<Exercised> parts,
      long lookedIntoInPart) {
    /** Copies the lists. */
    public Action {
      parameters = List.copyOf(parameters);
      logs = List.copyOf(logs);
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part of an action.
   *
   * @param part the part
   * @param steps how many accepted steps exercised it
   * @param logs the logs with such a step
   */
  public record Exercised(Part part, long steps, List<String> logs) {
    /** Copies the names. */
    public Exercised {
      logs = List.copyOf(logs);
    }
  }

  /**
   * What one log covers.
   *
   * @param name its name
   * @param actions how many actions it takes
   * @param parts how many parts it exercises
   * @param alone how many actions and parts are in no other log
   */
  public record Log(String name, long actions, long parts, long alone) {}

  /**
   * Logs that together cover every action and part that any log covers. None of them can be left
   * out.
   *
   * @param logs their names
   * @param smallest whether it was made sure that fewer logs would not do
   */
  public record Cover(List<String> logs, boolean smallest) {
    /** Copies the names. */
    public Cover {
      logs = List.copyOf(logs);
    }
  }

  /**
   * The states that were reached with some constants.
   *
   * @param constants the values of the constants, by name
   * @param reached how many distinct states
   * @param all how many the spec has, if that is known
   */
  public record States(SortedMap<String, String> constants, long reached, OptionalLong all) {
    /** Copies the constants. */
    public States {
      constants = Collections.unmodifiableSortedMap(new TreeMap<>(constants));
    }
  }

  /** Returns the actions that no accepted step took. */
  public List<Action> neverTaken() {
    return actions.stream().filter(action -> action.steps() == 0).toList();
  }

  /** Returns the parts that no accepted step exercised of actions that some step took. */
  public List<Part> neverExercised() {
    return actions.stream()
        .filter(action -> action.steps() > 0)
        .flatMap(action -> action.parts().stream())
        .filter(exercised -> exercised.steps() == 0)
        .map(Exercised::part)
        .toList();
  }

  /** Returns how many parts of all actions were exercised. */
  public long exercised() {
    return parts().filter(part -> part.steps() > 0).count();
  }

  /** Returns how many parts all actions have. */
  public long partCount() {
    return parts().count();
  }

  private Stream<Exercised> parts() {
    return actions.stream().flatMap(action -> action.parts().stream());
  }
}

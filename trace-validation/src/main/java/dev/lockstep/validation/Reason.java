package dev.lockstep.validation;

import dev.lockstep.observation.Difference;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.trace.TraceEvent;
import java.util.List;
import java.util.Optional;

/** Why no behaviour of the spec agrees with the log. */
public sealed interface Reason {

  /** Returns the kind as a word for programs, in lower case with hyphens. */
  String kind();

  /** Returns one sentence for people. */
  String sentence();

  /**
   * The spec has no action of that name.
   *
   * @param name the name in the log
   * @param nearest the action that was probably meant
   * @param known all actions of the spec
   */
  record UnknownAction(String name, Optional<String> nearest, List<String> known)
      implements Reason {
    /** Copies the names. */
    public UnknownAction {
      known = List.copyOf(known);
    }

    @Override
    public String kind() {
      return "unknown-action";
    }

    @Override
    public String sentence() {
      return "the spec has no action " + name;
    }
  }

  /**
   * The action exists, but not with these arguments, in any state.
   *
   * @param call the action as logged
   * @param problem what is wrong with its arguments
   */
  record UnknownArgument(String call, String problem) implements Reason {
    @Override
    public String kind() {
      return "unknown-argument";
    }

    @Override
    public String sentence() {
      return call + ": " + problem;
    }
  }

  /**
   * No instance of the action is enabled.
   *
   * @param call the action as logged
   * @param conjuncts the guards that are false, the one that is false most often first
   * @param note what is worth saying besides; may be empty
   */
  record NotEnabled(String call, List<FalseConjunct> conjuncts, String note) implements Reason {
    /** Copies the conjuncts. */
    public NotEnabled {
      conjuncts = List.copyOf(conjuncts);
    }

    @Override
    public String kind() {
      return "not-enabled";
    }

    @Override
    public String sentence() {
      return call + " is not enabled";
    }
  }

  /**
   * Steps of the action exist, but none leads to the logged values.
   *
   * @param call the action as logged
   * @param nearest the step that disagrees least
   * @param differences where it disagrees
   * @param steps how many steps were compared
   */
  record ValuesDiffer(
      String call, Optional<ActionCall> nearest, List<Difference> differences, long steps)
      implements Reason {
    /** Copies the differences. */
    public ValuesDiffer {
      differences = List.copyOf(differences);
    }

    @Override
    public String kind() {
      return "values-differ";
    }

    @Override
    public String sentence() {
      if (nearest.isEmpty() && steps == 1) {
        return "the state has other values than logged";
      }
      return (steps == 1 ? "the only step" : "each of the " + steps + " steps")
          + " that the spec allows as "
          + call
          + " leads to other values than logged";
    }
  }

  /**
   * No initial state agrees with what the header says about it.
   *
   * @param differences where the initial state that disagrees least disagrees
   */
  record InitialStateImpossible(List<Difference> differences) implements Reason {
    /** Copies the differences. */
    public InitialStateImpossible {
      differences = List.copyOf(differences);
    }

    @Override
    public String kind() {
      return "initial-state-impossible";
    }

    @Override
    public String sentence() {
      return differences.isEmpty()
          ? "the spec has no initial state"
          : "no initial state of the spec has the values that the header gives";
    }
  }

  /**
   * Every state that the event may have led to breaks an invariant.
   *
   * @param call the action as logged
   * @param invariant the invariant
   */
  record InvariantBroken(String call, String invariant) implements Reason {
    @Override
    public String kind() {
      return "invariant-broken";
    }

    @Override
    public String sentence() {
      return "after "
          + call
          + " the invariant "
          + invariant
          + " is broken, in every behaviour that agrees with the whole log";
    }
  }

  /**
   * The logs of several nodes agree with the spec up to some point, but no order of what comes then
   * does.
   *
   * @param blocked the events that could be next, each with the reason why it cannot
   */
  record OrderImpossible(List<Blocked> blocked) implements Reason {
    /** Copies the events. */
    public OrderImpossible {
      blocked = List.copyOf(blocked);
    }

    @Override
    public String kind() {
      return "order-impossible";
    }

    @Override
    public String sentence() {
      return "each of the " + blocked.size() + " that could come next is impossible";
    }
  }

  /**
   * An event that could be next and cannot.
   *
   * @param event the event
   * @param reason why it cannot
   */
  record Blocked(TraceEvent event, Reason reason) {}

  /**
   * A guard that is false.
   *
   * @param conjunct the guard with the values in one of the candidates
   * @param falseIn in how many candidates it is the first guard that is false
   * @param candidates how many candidates there are: pairs of a state and an instance of the action
   * @param instance the instance in that candidate
   */
  record FalseConjunct(Conjunct conjunct, long falseIn, long candidates, ActionCall instance) {}
}

package dev.lockstep.validation;

import dev.lockstep.observation.EventFilter;
import dev.lockstep.observation.Observations;
import dev.lockstep.search.Node;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.LoggedCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the guards because of which an action cannot be taken. */
final class FalseGuards {

  private static final int MAX_CONJUNCTS = 8;
  private static final int MAX_CHOICES = 12;

  private final Spec spec;
  private final UnknownNames names;

  FalseGuards(Spec spec, UnknownNames names) {
    this.spec = spec;
    this.names = names;
  }

  /** An explanation of an instance, and the node that it was made in. */
  private record Candidate(Node node, ActionExplanation explanation) {}

  /** Explains why no instance of {@code call} can be taken from {@code nodes}. */
  Found explain(LoggedCall call, List<Node> nodes, String note) throws SpecException {
    List<Candidate> candidates = candidates(nodes, call);
    if (!candidates.isEmpty()) {
      return falseConjuncts(call, candidates, note);
    }
    List<ActionCall> instances =
        candidates(nodes, LoggedCall.of(call.action())).stream()
            .map(candidate -> candidate.explanation().call())
            .distinct()
            .toList();
    Optional<Reason> strange =
        names.strangeArgument(call, nodes.stream().map(Node::state).toList(), instances);
    if (strange.isPresent()) {
      return new Found(strange.get(), Optional.empty());
    }
    String choices =
        instances.stream()
            .limit(MAX_CHOICES)
            .map(ActionCall::toString)
            .collect(Collectors.joining(", "));
    return new Found(
        new Reason.NotEnabled(
            call.toString(),
            List.of(),
            choices.isEmpty()
                ? "there is nothing here that it could be taken with"
                : "it can only be taken with what is there now: " + Observations.cut(choices)),
        Optional.empty());
  }

  private List<Candidate> candidates(List<Node> nodes, LoggedCall call) throws SpecException {
    List<Candidate> candidates = new ArrayList<>();
    for (Node node : nodes) {
      for (ActionExplanation explanation : spec.explain(node.state(), new EventFilter(call))) {
        candidates.add(new Candidate(node, explanation));
      }
    }
    return candidates;
  }

  /** The same guard with different values is shown where it lacks least. */
  private static Found falseConjuncts(LoggedCall call, List<Candidate> candidates, String note) {
    record Key(String module, int line, int column, String text) {}
    record Seen(long count, Conjunct nearest, Candidate candidate) {}
    Map<Key, Seen> seen = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      for (Conjunct conjunct : candidate.explanation().conjuncts()) {
        if (!conjunct.truth()) {
          seen.merge(
              new Key(conjunct.module(), conjunct.line(), conjunct.column(), conjunct.text()),
              new Seen(1, conjunct, candidate),
              (first, next) ->
                  lack(next.nearest()) < lack(first.nearest())
                      ? new Seen(first.count() + 1, next.nearest(), next.candidate())
                      : new Seen(first.count() + 1, first.nearest(), first.candidate()));
        }
      }
    }
    List<Seen> sorted =
        seen.values().stream()
            .sorted(Comparator.comparingLong(Seen::count).reversed())
            .limit(MAX_CONJUNCTS)
            .toList();
    return new Found(
        new Reason.NotEnabled(
            call.toString(),
            sorted.stream()
                .map(
                    one ->
                        new Reason.FalseConjunct(
                            one.nearest(),
                            one.count(),
                            candidates.size(),
                            one.candidate().explanation().call()))
                .toList(),
            sorted.isEmpty()
                ? "all its guards hold, but what it says about the next state cannot be met"
                : note),
        sorted.stream().findFirst().map(one -> one.candidate().node()));
  }

  /** How much a guard lacks: its notes list what is missing, so the shortest lack least. */
  private static int lack(Conjunct conjunct) {
    return conjunct.notes().stream().mapToInt(String::length).sum();
  }
}

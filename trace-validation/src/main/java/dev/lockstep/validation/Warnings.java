package dev.lockstep.validation;

import dev.lockstep.search.Outcome;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Why a verdict may say less than it seems to: what the log did not say, and what was left out. */
final class Warnings {

  private static final int MAX_NAMES = 20;

  private final Spec spec;
  private final List<CheckedSource> sources;

  Warnings(Spec spec, List<CheckedSource> sources) {
    this.spec = spec;
    this.sources = sources;
  }

  List<String> of(Verdict verdict, Outcome outcome) {
    List<String> warnings = new ArrayList<>();
    if (verdict == Verdict.HOLDS) {
      addUnobserved(warnings);
      addUndetermined(warnings, outcome);
      addBrokenInvariants(warnings, outcome);
      addFields(warnings);
    }
    addLeftOut(warnings);
    return warnings;
  }

  private void addUnobserved(List<String> warnings) {
    SortedSet<String> observed = new TreeSet<>();
    sources.forEach(source -> observed.addAll(source.observed()));
    List<String> never =
        spec.variables().stream()
            .filter(variable -> !observed.contains(variable))
            .sorted()
            .toList();
    if (!never.isEmpty()) {
      warnings.add("never observed, so anything goes for: " + String.join(", ", never));
    }
    if (sources.stream().noneMatch(CheckedSource::anyAction)) {
      warnings.add("no event names its action: any action that fits the values was accepted");
    }
  }

  private static void addUndetermined(List<String> warnings, Outcome outcome) {
    if (outcome.witnessOnly()) {
      warnings.add(
          "the log does not determine the state: one behaviour that agrees with it was found, and"
              + " others were not looked for");
    } else if (outcome.nodes().size() > 1) {
      warnings.add(
          "the log does not determine the state: the spec can be in "
              + outcome.nodes().size()
              + " states at its end");
    }
  }

  private static void addBrokenInvariants(List<String> warnings, Outcome outcome) {
    SortedSet<String> invariants = new TreeSet<>();
    outcome.nodes().stream()
        .flatMap(node -> node.broken().stream())
        .forEach(broken -> invariants.add(broken.invariant()));
    if (!invariants.isEmpty()) {
      warnings.add(
          "some behaviours that agree with the log break "
              + String.join(", ", invariants)
              + ", others do not: log more to tell which one it was");
    }
  }

  private void addFields(List<String> warnings) {
    SortedSet<String> unused = new TreeSet<>();
    SortedSet<String> missing = new TreeSet<>();
    for (CheckedSource source : sources) {
      unused.addAll(source.unusedFields());
      missing.addAll(source.missingFields());
    }
    if (!unused.isEmpty()) {
      warnings.add("in the log, but without part in the verdict: " + String.join(", ", unused));
    }
    if (!missing.isEmpty()) {
      warnings.add(
          "the mapping asks for these, but no event has them: " + String.join(", ", missing));
    }
  }

  private void addLeftOut(List<String> warnings) {
    SortedMap<String, Long> notModelled = new TreeMap<>();
    long notSelected = 0;
    for (CheckedSource source : sources) {
      source.notModelled().forEach((name, count) -> notModelled.merge(name, count, Long::sum));
      notSelected += source.notSelected();
    }
    if (!notModelled.isEmpty()) {
      long all = notModelled.values().stream().mapToLong(Long::longValue).sum();
      warnings.add(
          all
              + (all == 1 ? " event" : " events")
              + " left out as not modelled: "
              + notModelled.entrySet().stream()
                  .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                  .limit(MAX_NAMES)
                  .map(entry -> entry.getKey() + " " + entry.getValue())
                  .collect(Collectors.joining(", "))
              + (notModelled.size() > MAX_NAMES ? ", \u2026" : ""));
    }
    if (notSelected > 0) {
      warnings.add(
          notSelected
              + (notSelected == 1 ? " line" : " lines")
              + " left out as no events: the mapping's \"where\" does not select them");
    }
  }
}

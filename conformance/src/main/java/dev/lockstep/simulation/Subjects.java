package dev.lockstep.simulation;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.core.NodeId;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.simulation.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.simulation.time.lamportclock.LamportClockSubject;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Every protocol that can be simulated. */
public final class Subjects {

  private static final int MAX_CLOCK = 25;

  private static final SequencedMap<String, IntFunction<Subject<?>>> ALL = all();

  private Subjects() {}

  /** Returns the names of all protocols that can be simulated, in the order of the chapters. */
  public static List<String> protocols() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Returns the subject for the protocol with this name in the catalog, if it has one.
   *
   * @param size how many nodes it has: participants, processes
   */
  public static Optional<Subject<?>> of(String protocol, int size) {
    IntFunction<Subject<?>> subject = ALL.get(protocol);
    return subject == null ? Optional.empty() : Optional.of(subject.apply(size));
  }

  /**
   * Returns the values of the spec's constants as TLC has them, with nodes as model values.
   *
   * @param subject whose spec it is
   */
  public static SortedMap<String, TlaValue> constants(Subject<?> subject) {
    SortedMap<String, TlaValue> constants = new TreeMap<>();
    subject.constants().forEach((name, value) -> constants.put(name, constant(value)));
    return constants;
  }

  private static TlaValue constant(Object value) {
    return switch (value) {
      case NodeId node -> new TlaValue.ModelValue(node.name());
      case Integer number -> TlaValue.of(number);
      case Set<?> set -> TlaValue.set(set.stream().map(Subjects::constant).toList());
      default -> throw new IllegalArgumentException("not the value of a constant: " + value);
    };
  }

  /**
   * Returns the subject with a mutant in the place of its code.
   *
   * @return empty if its protocol has no such mutant
   */
  @SuppressWarnings("unchecked") // the messages of a protocol are those of its mutants
  public static <M> Optional<Subject<M>> mutated(Subject<M> subject, String mutant) {
    SortedMap<String, TlaValue> constants = constants(subject);
    subject.bounds().forEach((name, value) -> constants.put(name, constant(value)));
    return MutantSet.of(subject.binding().protocol()).stream()
        .flatMap(set -> ((MutantSet<M>) set).mutants().stream())
        .filter(candidate -> candidate.id().equals(mutant))
        .findFirst()
        .map(found -> subject.with(found.cluster().apply(new Constants(constants))));
  }

  /** Returns the subject whose code is {@code cluster}, if its protocol can be simulated. */
  @SuppressWarnings("unchecked") // the messages of a protocol are those of its binding
  static <M> Optional<Subject<M>> of(Binding<M> binding, Cluster<M> cluster) {
    return of(binding.protocol(), 1).map(subject -> ((Subject<M>) subject).with(cluster));
  }

  private static SequencedMap<String, IntFunction<Subject<?>>> all() {
    SequencedMap<String, IntFunction<Subject<?>>> all = new LinkedHashMap<>();
    all.put("lamport-clock", size -> LamportClockSubject.of(size, MAX_CLOCK));
    all.put("two-phase-commit", TwoPhaseCommitSubject::of);
    return Collections.unmodifiableSequencedMap(all);
  }
}

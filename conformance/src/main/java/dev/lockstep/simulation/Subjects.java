package dev.lockstep.simulation;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.value.Codec;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every protocol that can be simulated. */
public final class Subjects {

  private static final Codec NAMES = Codec.withModelValues(Set.of());
  private static final SequencedMap<String, SubjectFactory> ALL = all();

  private Subjects() {}

  /** Returns the names of all protocols that can be simulated, in a fixed order. */
  public static List<String> protocols() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Returns the subject for the protocol with this name in the catalog, if it has one.
   *
   * @param size how many nodes it has: participants, processes
   */
  public static Optional<Subject<?>> of(String protocol, int size) {
    return Optional.ofNullable(ALL.get(protocol)).map(factory -> factory.subject(size));
  }

  /**
   * Returns the values of the spec's constants as TLC has them, with names as model values.
   *
   * @param subject whose spec it is
   */
  public static SortedMap<String, TlaValue> constants(Subject<?> subject) {
    return constants(subject.constants(), Map.of()).values();
  }

  /** Returns what a binding builds a cluster from: a spec's constants, and those of a model. */
  public static Constants constants(Map<String, Object> spec, Map<String, Object> bounds) {
    SortedMap<String, TlaValue> all = new TreeMap<>();
    spec.forEach((name, value) -> all.put(name, constant(value)));
    bounds.forEach((name, value) -> all.put(name, constant(value)));
    return new Constants(all);
  }

  private static TlaValue constant(Object value) {
    return switch (value) {
      case TlaValue known -> known;
      case Integer number -> TlaValue.of(number);
      case Long number -> NAMES.encode(number);
      case Boolean truth -> TlaValue.of(truth);
      case Set<?> set -> TlaValue.set(set.stream().map(Subjects::constant).toList());
      case Record name when NAMES.encode(name) instanceof TlaValue.Str text ->
          new TlaValue.ModelValue(text.value());
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
    return MutantSet.of(subject.binding().protocol())
        .flatMap(set -> ((MutantSet<M>) set).mutant(mutant))
        .map(found -> mutated(subject, found));
  }

  private static <M> Subject<M> mutated(Subject<M> subject, Mutant<M> mutant) {
    return subject.with(mutant.cluster().apply(constants(subject.constants(), subject.bounds())));
  }

  /**
   * Returns the subject of this size with a mutant, or with the code as it is, if its protocol can
   * be simulated.
   */
  @SuppressWarnings("unchecked") // the messages of a protocol are those of its binding
  static <M> Optional<Subject<M>> with(Binding<M> binding, Optional<Mutant<M>> mutant, int size) {
    return of(binding.protocol(), size)
        .map(subject -> (Subject<M>) subject)
        .map(subject -> mutant.map(found -> mutated(subject, found)).orElse(subject));
  }

  /** Returns the subject whose code is {@code cluster}, if its protocol can be simulated. */
  @SuppressWarnings("unchecked") // the messages of a protocol are those of its binding
  static <M> Optional<Subject<M>> of(Binding<M> binding, Cluster<M> cluster) {
    return of(binding.protocol(), 1).map(subject -> ((Subject<M>) subject).with(cluster));
  }

  private static SequencedMap<String, SubjectFactory> all() {
    SequencedMap<String, SubjectFactory> all = new LinkedHashMap<>();
    ServiceLoader.load(SubjectFactory.class)
        .forEach(factory -> all.put(factory.protocol(), factory));
    return Collections.unmodifiableSequencedMap(all);
  }
}

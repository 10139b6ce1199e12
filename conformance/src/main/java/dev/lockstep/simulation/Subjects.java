package dev.lockstep.simulation;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.simulation.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.simulation.time.lamportclock.LamportClockSubject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;

/** Every protocol that can be simulated. */
public final class Subjects {

  private static final int MAX_CLOCK = 60;

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

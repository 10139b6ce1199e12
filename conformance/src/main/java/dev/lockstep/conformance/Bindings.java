package dev.lockstep.conformance;

import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.conformance.time.lamportclock.LamportClockBinding;
import java.util.List;
import java.util.Optional;

/** Every protocol whose code can be compared with its spec. */
public final class Bindings {

  private static final List<Binding<?>> ALL =
      List.of(new LamportClockBinding(), new TwoPhaseCommitBinding());

  private Bindings() {}

  /** Returns all bindings, in the order of the chapters. */
  public static List<Binding<?>> all() {
    return ALL;
  }

  /** Returns the binding of the protocol with this name in the catalog, if it has one. */
  public static Optional<Binding<?>> of(String protocol) {
    for (Binding<?> binding : ALL) {
      if (binding.protocol().equals(protocol)) {
        return Optional.of(binding);
      }
    }
    return Optional.empty();
  }
}

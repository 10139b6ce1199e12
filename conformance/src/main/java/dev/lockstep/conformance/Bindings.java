package dev.lockstep.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Every protocol whose code can be compared with its spec. Found by {@link ServiceLoader}, so that
 * another jar can bring its own.
 */
public final class Bindings {

  private Bindings() {}

  /** Returns all bindings, by the name of the protocol. */
  public static List<Binding<?>> all() {
    List<Binding<?>> all = new ArrayList<>();
    ServiceLoader.load(Binding.class).forEach(all::add);
    all.sort(Comparator.comparing(Binding::protocol));
    return List.copyOf(all);
  }

  /** Returns the binding of the protocol with this name in the catalog, if it has one. */
  public static Optional<Binding<?>> of(String protocol) {
    for (Binding<?> binding : all()) {
      if (binding.protocol().equals(protocol)) {
        return Optional.of(binding);
      }
    }
    return Optional.empty();
  }
}

package dev.lockstep.conformance;

import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The invariants of a spec, evaluated by TLC in worlds of the code: nobody has to write them down
 * in Java, or to trust that it was done right. Safe for use by several threads as long as the spec
 * is open.
 *
 * @param <M> the messages of the protocol
 */
public final class SpecInvariants<M> {

  private final Spec spec;
  private final SpecView<M> view;
  private final List<String> names;

  /**
   * Prepares the invariants that the models of a protocol check and that the spec itself defines.
   *
   * @param files the protocol
   * @param spec the spec to ask, loaded with the constants of the worlds
   * @throws SpecException if no model can be loaded
   */
  public SpecInvariants(SpecFiles files, Spec spec, Binding<M> binding) throws SpecException {
    this.spec = spec;
    this.view = new SpecView<>(spec, binding);
    this.names = defined(spec, checked(files));
  }

  /** Returns the names of the invariants. */
  public List<String> names() {
    return names;
  }

  /**
   * Says whether an invariant holds. One that TLC cannot evaluate in {@code world} does not: it is
   * about values of another kind.
   *
   * @throws IllegalArgumentException if there is no such invariant
   */
  public boolean holds(String name, World<M> world) {
    try {
      return spec.holds(name, view.state(world));
    } catch (SpecException e) {
      return false;
    }
  }

  private static List<String> checked(SpecFiles files) throws SpecException {
    Optional<Model> model = files.protocol().models().stream().filter(Model::conform).findFirst();
    if (model.isEmpty()) {
      return List.of();
    }
    try (Spec loaded = Spec.load(files.model(model.get()))) {
      return loaded.invariants();
    }
  }

  private static List<String> defined(Spec spec, List<String> names) throws SpecException {
    List<String> defined = new ArrayList<>();
    SpecState state = spec.initialStates().getFirst();
    for (String name : names) {
      if (isDefined(spec, name, state)) {
        defined.add(name);
      }
    }
    return List.copyOf(defined);
  }

  /** An invariant about the variables of a model, such as a history, is not defined in the spec. */
  private static boolean isDefined(Spec spec, String name, SpecState state) throws SpecException {
    try {
      spec.evaluate(name, state);
      return true;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }
}

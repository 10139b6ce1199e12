package dev.lockstep.tlc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a spec is written: its modules, and its next-state relation as text down to the applications
 * of operators. It is for those who repeat the relation in a module of their own; nothing in it was
 * evaluated.
 *
 * @param modules the files of the spec's own modules
 * @param initial the initial predicate, as text that means the same in a module that extends the
 *     root; absent if there is none
 * @param next the next-state relation; absent if there is none
 */
public record SpecOutline(List<Path> modules, Optional<String> initial, Optional<Relation> next) {

  /** Copies the list. */
  public SpecOutline {
    modules = List.copyOf(modules);
  }

  /** A part of the relation. Text of several lines keeps the columns of its lines. */
  public sealed interface Relation {

    /** A disjunction. */
    record Choice(List<Relation> branches) implements Relation {
      /** Copies the branches. */
      public Choice {
        branches = List.copyOf(branches);
      }
    }

    /**
     * A bounded existential quantifier.
     *
     * @param bounds each with its variables, for example {@code r, s \in RM}
     */
    record Exists(List<String> bounds, Relation body) implements Relation {
      /** Copies the bounds. */
      public Exists {
        bounds = List.copyOf(bounds);
      }
    }

    /** Local definitions around a part. */
    record Let(String definitions, Relation body) implements Relation {}

    /** A conjunction that bounds an operator for the model checker. */
    record Bounded(List<String> before, Relation bounded, List<String> after) implements Relation {
      /** Copies the conjuncts. */
      public Bounded {
        before = List.copyOf(before);
        after = List.copyOf(after);
      }
    }

    /**
     * The application of an operator.
     *
     * @param text all of it
     * @param inside the operator's definition, unless another module cannot repeat it
     * @param hidden names of operators in a definition that another module cannot repeat: it is
     *     local to an expression or of an instantiated module
     */
    record Call(
        String operator,
        List<String> arguments,
        String text,
        Optional<Definition> inside,
        Set<String> hidden)
        implements Relation {
      /** Copies the arguments and the names. */
      public Call {
        arguments = List.copyOf(arguments);
        hidden = Set.copyOf(hidden);
      }
    }

    /** A part without a name of an action in it. */
    record Unnamed(String text) implements Relation {}

    /** Says whether an operator of this name is applied in it. */
    default boolean applies(String name) {
      return switch (this) {
        case Choice choice -> choice.branches().stream().anyMatch(branch -> branch.applies(name));
        case Exists exists -> exists.body().applies(name);
        case Let let -> let.body().applies(name);
        case Bounded bounded -> bounded.bounded().applies(name);
        case Call call ->
            call.operator().equals(name)
                || call.inside().filter(inside -> inside.body().applies(name)).isPresent()
                || call.hidden().contains(name);
        case Unnamed ignored -> false;
      };
    }
  }

  /**
   * The definition of an operator.
   *
   * @param name a name that no other definition has
   * @param parameters its parameters as they are declared, for example {@code x} or {@code f(_)}
   */
  public record Definition(String name, List<String> parameters, Relation body) {
    /** Copies the parameters. */
    public Definition {
      parameters = List.copyOf(parameters);
    }
  }
}

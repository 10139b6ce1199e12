package dev.lockstep.emit;

import dev.lockstep.tlc.SpecOutline.Definition;
import dev.lockstep.tlc.SpecOutline.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The next-state relation restricted to the steps of one action: it follows the relation as it is
 * written down to the action's application, and leaves out all branches without it. Operators on
 * the way are repeated, restricted in the same way.
 */
final class StepRelations {

  private final Relation next;
  private final Names names;
  private final String entry;
  private final Optional<String> argumentsFit;
  private final Map<String, Block> definitions = new LinkedHashMap<>();

  /**
   * Creates the restrictions of {@code next}.
   *
   * @param entry the name of the parameter that says what was logged
   * @param argumentsFit the operator that compares logged arguments with those of an application;
   *     none if no arguments were logged
   */
  StepRelations(Relation next, Names names, String entry, Optional<String> argumentsFit) {
    this.next = next;
    this.names = names;
    this.entry = entry;
    this.argumentsFit = argumentsFit;
  }

  /** Returns the definitions that were needed, in order. */
  List<Block> definitions() {
    return List.copyOf(definitions.values());
  }

  /** Returns any step. */
  Block any() {
    return next instanceof Relation.Call call ? Block.of(call.text()) : text(next);
  }

  /**
   * Returns the application to {@code entry} of the operator that is a step of {@code action}.
   * There is none if the spec has no such action.
   */
  Optional<String> stepsOf(String action) throws CannotEmitException {
    if (!next.applies(action)) {
      return Optional.empty();
    }
    String name = names.of("step of " + action, "StepOf_" + action);
    if (!definitions.containsKey(name)) {
      Block body =
          next instanceof Relation.Call call
                  && call.inside().isPresent()
                  && !call.operator().equals(action)
              ? restricted(call.inside().get().body(), action)
              : restricted(next, action);
      definitions.put(name, defined(name, List.of(entry), body));
    }
    return Optional.of(name + "(" + entry + ")");
  }

  private static Block defined(String name, List<String> parameters, Block body) {
    return Block.stacked(
        List.of(Block.of(name + "(" + String.join(", ", parameters) + ") =="), body.indented(2)));
  }

  private Block restricted(Relation relation, String action) throws CannotEmitException {
    return switch (relation) {
      case Relation.Choice choice -> {
        List<Block> branches = new ArrayList<>();
        for (Relation branch : choice.branches()) {
          if (branch.applies(action)) {
            branches.add(restricted(branch, action));
          }
        }
        yield Block.junction("\\/", branches);
      }
      case Relation.Exists exists -> quantified(exists.bounds(), restricted(exists.body(), action));
      case Relation.Let let -> local(let.definitions(), restricted(let.body(), action));
      case Relation.Bounded bounded -> bounded(bounded, restricted(bounded.bounded(), action));
      case Relation.Call call -> call(call, action);
      case Relation.Unnamed unnamed ->
          throw new IllegalStateException("no action in " + unnamed.text());
    };
  }

  private Block call(Relation.Call call, String action) throws CannotEmitException {
    if (call.hidden().contains(action)) {
      throw new CannotEmitException(
          "the action "
              + action
              + " is inside of "
              + call.operator()
              + ", which is local or of an instantiated module, so that another module cannot"
              + " repeat it");
    }
    List<Block> ways = new ArrayList<>();
    if (call.operator().equals(action)) {
      List<Block> conjuncts = new ArrayList<>();
      argumentsFit.ifPresent(
          fits -> conjuncts.add(Block.list(fits + "(" + entry + ", <<", call.arguments(), ">>)")));
      conjuncts.add(Block.of(call.text()));
      ways.add(Block.junction("/\\", conjuncts));
    }
    if (call.inside().filter(inside -> inside.body().applies(action)).isPresent()) {
      Definition inside = call.inside().get();
      List<String> arguments = new ArrayList<>(call.arguments());
      arguments.add(entry);
      ways.add(Block.list(repeated(inside, action) + "(", arguments, ")"));
    }
    return Block.junction("\\/", ways);
  }

  /** Returns the name of the operator that is {@code definition} restricted to an action. */
  private String repeated(Definition definition, String action) throws CannotEmitException {
    String name =
        names.of(
            "steps of " + action + " in " + definition.name(),
            definition.name() + "_StepOf_" + action);
    if (!definitions.containsKey(name)) {
      List<String> parameters = new ArrayList<>(definition.parameters());
      parameters.add(entry);
      Block body = restricted(definition.body(), action);
      definitions.put(name, defined(name, parameters, body));
    }
    return name;
  }

  private static Block quantified(List<String> bounds, Block body) {
    return Block.stacked(List.of(Block.list("\\E ", bounds, " :"), body.indented(2)));
  }

  private static Block local(String definitions, Block body) {
    return Block.stacked(List.of(Block.of(definitions).after("LET "), body.after("IN  ")));
  }

  private static Block bounded(Relation.Bounded bounded, Block inner) {
    List<Block> conjuncts = new ArrayList<>();
    bounded.before().forEach(conjunct -> conjuncts.add(Block.of(conjunct)));
    conjuncts.add(inner);
    bounded.after().forEach(conjunct -> conjuncts.add(Block.of(conjunct)));
    return Block.junction("/\\", conjuncts);
  }

  /** The relation as it is written. */
  private static Block text(Relation relation) {
    return switch (relation) {
      case Relation.Choice choice ->
          Block.junction("\\/", choice.branches().stream().map(StepRelations::text).toList());
      case Relation.Exists exists -> quantified(exists.bounds(), text(exists.body()));
      case Relation.Let let -> local(let.definitions(), text(let.body()));
      case Relation.Bounded bounded -> bounded(bounded, text(bounded.bounded()));
      case Relation.Call call -> Block.of(call.text());
      case Relation.Unnamed unnamed -> Block.of(unnamed.text());
    };
  }
}

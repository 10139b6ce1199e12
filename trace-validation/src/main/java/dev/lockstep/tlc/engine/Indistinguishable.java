package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.Interchangeable;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.ModelConfig;
import tlc2.value.IMVPerm;
import tlc2.value.impl.ModelValue;

/**
 * Finds the atoms that the formulas of a spec cannot tell apart: two of the same kind that can
 * change places in every value that the formulas rest on, and that nothing in the formulas' text
 * sets apart, unless the configuration declares that they can change places.
 */
final class Indistinguishable {

  private final FastTool tool;
  private final Map<String, ModelValue> modelValues;
  private final Collection<TlaValue> constants;
  private final Footprint footprint;
  private final Set<List<TlaValue>> declared = new HashSet<>();

  Indistinguishable(
      FastTool tool,
      Values values,
      Map<String, ModelValue> modelValues,
      Map<String, OpDefNode> definitions,
      Collection<TlaValue> constants) {
    this.tool = tool;
    this.modelValues = modelValues;
    this.constants = constants;
    this.footprint = new Footprint(tool, values);
    for (String root : roots()) {
      OpDefNode definition = definitions.get(root);
      if (definition == null) {
        footprint.hinder(root + ", which has no definition in " + tool.getRootFile());
      } else {
        footprint.add(definition);
      }
    }
    addAll(tool.getModelConstraints());
    addAll(tool.getActionConstraints());
    for (IMVPerm permutation : declaredPermutations()) {
      addSwap(permutation, values);
    }
  }

  private IMVPerm[] declaredPermutations() {
    IMVPerm[] permutations = null;
    try {
      permutations = tool.getSymmetryPerms();
    } catch (RuntimeException | StackOverflowError e) {
      // What TLC cannot make permutations of declares nothing; checking the model says why.
    }
    return permutations == null ? new IMVPerm[0] : permutations;
  }

  /** Returns what decides about states and steps: the behaviors and the invariants. */
  private List<String> roots() {
    ModelConfig config = tool.getModelConfig();
    List<String> names = new ArrayList<>(List.of(tool.getInvNames()));
    names.add(0, config.getNext());
    names.add(0, config.getInit());
    names.add(0, config.getSpec());
    names.removeIf(name -> name == null || name.isEmpty());
    return names;
  }

  private void addAll(ExprNode[] formulas) {
    for (ExprNode formula : formulas) {
      footprint.add(formula);
    }
  }

  /** Remembers a declared permutation if it lets two model values change places. */
  private void addSwap(IMVPerm permutation, Values values) {
    List<TlaValue> moved = new ArrayList<>();
    for (ModelValue value : modelValues.values()) {
      if (permutation.get(value) instanceof ModelValue image && !image.equals(value)) {
        moved.add(values.fromTlc(value));
      }
    }
    if (moved.size() == 2) {
      declared.add(List.copyOf(moved));
      declared.add(List.copyOf(moved.reversed()));
    }
  }

  Interchangeable find() {
    SortedSet<TlaValue> atoms = new TreeSet<>(TlaValue.ORDER);
    constants.forEach(constant -> collect(constant, atoms));
    Set<TlaValue> unmarked = unmarked(atoms);
    List<SortedSet<TlaValue>> classes = new ArrayList<>();
    for (TlaValue atom : atoms) {
      SortedSet<TlaValue> mine = null;
      for (SortedSet<TlaValue> others : classes) {
        if (areAlike(others.first(), atom, unmarked)) {
          mine = others;
          break;
        }
      }
      if (mine == null) {
        mine = new TreeSet<>(TlaValue.ORDER);
        classes.add(mine);
      }
      mine.add(atom);
    }
    classes.removeIf(alike -> alike.size() < 2);
    return new Interchangeable(classes, obstacle(atoms, unmarked, classes.isEmpty()));
  }

  private boolean areAlike(TlaValue one, TlaValue other, Set<TlaValue> unmarked) {
    if (!kind(one).equals(kind(other))) {
      return false;
    }
    if (!(unmarked.contains(one) && unmarked.contains(other))
        && !declared.contains(List.of(one, other))) {
      return false;
    }
    Map<TlaValue, TlaValue> swap = Map.of(one, other, other, one);
    return footprint.constants().stream()
        .allMatch(constant -> constant.renamed(swap).equals(constant));
  }

  /** TLC compares a typed model value with those of its type only. */
  private String kind(TlaValue atom) {
    if (atom instanceof TlaValue.ModelValue model) {
      ModelValue known = modelValues.get(model.name());
      return "model value " + (known == null ? "" : known.type);
    }
    return "string";
  }

  /** Returns the atoms that the text of the formulas does not set apart. */
  private Set<TlaValue> unmarked(Set<TlaValue> atoms) {
    Set<TlaValue> unmarked = new HashSet<>();
    if (footprint.obstacle().isPresent()) {
      return unmarked;
    }
    Set<String> spelled = spelled(atoms);
    for (TlaValue atom : atoms) {
      if (!(atom instanceof TlaValue.Str string)
          || (footprint.stringOperator().isEmpty() && !spelled.contains(string.value()))) {
        unmarked.add(atom);
      }
    }
    return unmarked;
  }

  /**
   * Returns the strings that the formulas spell out, and those that could be spelled by a sequence
   * of letters: to TLC, {@code <<"a", "b">>} equals {@code "ab"}, and {@code <<>>} the empty
   * string.
   */
  private Set<String> spelled(Set<TlaValue> atoms) {
    Set<String> all = new HashSet<>(footprint.literals());
    for (TlaValue atom : atoms) {
      if (atom instanceof TlaValue.Str string) {
        all.add(string.value());
      }
    }
    footprint.constants().forEach(constant -> collectStrings(constant, all));
    Set<String> spelled = new HashSet<>(footprint.literals());
    for (String word : all) {
      List<String> letters = word.chars().mapToObj(Character::toString).toList();
      if (letters.size() != 1 && all.containsAll(letters)) {
        spelled.add(word);
        spelled.addAll(letters);
      }
    }
    return spelled;
  }

  private Optional<String> obstacle(
      Set<TlaValue> atoms, Set<TlaValue> unmarked, boolean nothingFound) {
    if (footprint.obstacle().isPresent()) {
      return footprint.obstacle();
    }
    boolean strings = atoms.stream().anyMatch(TlaValue.Str.class::isInstance);
    if (strings && footprint.stringOperator().isPresent()) {
      return footprint
          .stringOperator()
          .map(operator -> operator + " may look inside of strings; use model values");
    }
    if (!nothingFound) {
      return Optional.empty();
    }
    if (atoms.isEmpty()) {
      return Optional.of("the constants have no strings and no model values");
    }
    return Optional.of(
        unmarked.isEmpty()
            ? "the formulas name each of "
                + atoms.stream().map(TlaValue::toString).collect(Collectors.joining(", "))
            : "the values of the constants tell all of their strings and model values apart");
  }

  private static void collectStrings(TlaValue value, Set<String> strings) {
    Set<TlaValue> atoms = new HashSet<>();
    collect(value, atoms);
    for (TlaValue atom : atoms) {
      if (atom instanceof TlaValue.Str string) {
        strings.add(string.value());
      }
    }
  }

  private static void collect(TlaValue value, Set<TlaValue> atoms) {
    switch (value) {
      case TlaValue.Bool ignored -> {
        // No atom.
      }
      case TlaValue.Int ignored -> {
        // No atom.
      }
      case TlaValue.Str string -> atoms.add(string);
      case TlaValue.ModelValue model -> atoms.add(model);
      case TlaValue.SetOf set -> set.elements().forEach(element -> collect(element, atoms));
      case TlaValue.SequenceOf sequence ->
          sequence.elements().forEach(element -> collect(element, atoms));
      case TlaValue.RecordOf record ->
          record
              .fields()
              .forEach(
                  (name, field) -> {
                    atoms.add(TlaValue.of(name));
                    collect(field, atoms);
                  });
      case TlaValue.FunctionOf function ->
          function
              .mappings()
              .forEach(
                  (key, image) -> {
                    collect(key, atoms);
                    collect(image, atoms);
                  });
    }
  }
}

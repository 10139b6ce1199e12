package dev.lockstep.tlc.engine;

import java.util.Set;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;

/** The operators that TLC evaluates in Java, and whether they tell one atom from another. */
final class JavaOperators {

  /** How an operator treats atoms. */
  enum Manner {
    /** What it yields for renamed operands is what it yields, renamed. */
    ALIKE,
    /** So it is for operands that are no strings; TLC takes a string for a sequence of letters. */
    OPENS_STRINGS,
    /** Not known to be any of these: it chooses, prints, counts, or is not of TLC. */
    UNKNOWN
  }

  private static final Set<String> ALL_ALIKE = Set.of("Naturals", "Integers", "FiniteSets", "Bags");
  private static final Set<String> OF_TLC =
      Set.of(":>", "@@", "Assert", "Print", "PrintT", "Permutations", "TLCEval");

  private JavaOperators() {}

  static Manner manner(SymbolNode operator) {
    if (!(operator instanceof OpDefNode definition)) {
      return Manner.UNKNOWN;
    }
    OpDefNode source = definition.getSource();
    ModuleNode module = source.getOriginallyDefinedInModuleNode();
    if (module == null || !source.isStandardModule()) {
      return Manner.UNKNOWN;
    }
    String name = source.getName().toString();
    return switch (module.getName().toString()) {
      case "Sequences" -> name.equals("Seq") ? Manner.ALIKE : Manner.OPENS_STRINGS;
      case "TLC" -> {
        if (OF_TLC.contains(name)) {
          yield Manner.ALIKE;
        }
        yield name.equals("SortSeq") ? Manner.OPENS_STRINGS : Manner.UNKNOWN;
      }
      case String other -> ALL_ALIKE.contains(other) ? Manner.ALIKE : Manner.UNKNOWN;
    };
  }
}

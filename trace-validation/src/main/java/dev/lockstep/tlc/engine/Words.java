package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.StringNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;

/** The sets of words that a spec writes down: the states of a process, the types of messages. */
final class Words {

  private final List<Set<String>> sets = new ArrayList<>();
  private final Set<SemanticNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  Words(FastTool tool) {
    for (ModuleNode module : tool.getSpecProcessor().getModuleTbl().getModuleNodes()) {
      for (OpDefNode definition : module.getOpDefs()) {
        if (NextRelation.isOfTheSpec(definition) && definition.getBody() != null) {
          collect(definition.getBody());
        }
      }
    }
  }

  private void collect(SemanticNode node) {
    if (!seen.add(node)) {
      return;
    }
    Set<String> words = words(node);
    if (words.size() > 1) {
      sets.add(words);
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null) {
          collect(child);
        }
      }
    }
  }

  /** Returns the words of a set of words that is written down; none if it is something else. */
  private static Set<String> words(SemanticNode node) {
    Set<String> words = new LinkedHashSet<>();
    if (node instanceof OpApplNode application
        && BuiltInOPs.getOpCode(application.getOperator().getName()) == ToolGlobals.OPCODE_se) {
      for (ExprOrOpArgNode element : application.getArgs()) {
        if (!(element instanceof StringNode string)) {
          return Set.of();
        }
        words.add(string.getRep().toString());
      }
    }
    return words;
  }

  /** Returns the word after {@code word} in the smallest set that has it and another one. */
  Optional<String> other(String word) {
    Optional<Set<String>> smallest =
        sets.stream()
            .filter(set -> set.contains(word))
            .reduce((one, other) -> other.size() < one.size() ? other : one);
    return smallest.map(
        set -> {
          List<String> order = List.copyOf(set);
          return order.get((order.indexOf(word) + 1) % order.size());
        });
  }
}

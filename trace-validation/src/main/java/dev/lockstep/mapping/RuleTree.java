package dev.lockstep.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for fields, by the way to the field. */
final class RuleTree {

  private final Map<String, RuleTree> inner = new HashMap<>();
  private @Nullable VariableRule rule;

  static RuleTree of(List<VariableRule> rules) {
    RuleTree root = new RuleTree();
    for (VariableRule rule : rules) {
      RuleTree node = root;
      for (String key : rule.field().keys()) {
        node = node.inner.computeIfAbsent(key, ignored -> new RuleTree());
      }
      node.rule = rule;
    }
    return root;
  }

  Optional<RuleTree> inner(String key) {
    return Optional.ofNullable(inner.get(key));
  }

  boolean hasInner() {
    return !inner.isEmpty();
  }

  Optional<VariableRule> rule() {
    return Optional.ofNullable(rule);
  }

  /** Says whether a field, with all that is in it, has no part in the verdict. */
  boolean leavesOut() {
    return inner.isEmpty() && rule != null && rule.target().isEmpty();
  }
}

package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.impl.FastTool;
import tlc2.value.IMVPerm;
import tlc2.value.impl.ModelValue;

/** What a model adds to a spec: bounds, and what TLC need not look at. */
final class Reductions {

  private Reductions() {}

  /** Returns what the configuration lets TLC leave out. */
  static Reduction of(FastTool tool, Map<String, ModelValue> modelValues) {
    IMVPerm[] declared = tool.hasSymmetry() ? tool.getSymmetryPerms() : new IMVPerm[0];
    List<Map<String, String>> permutations = new ArrayList<>();
    for (IMVPerm permutation : declared) {
      Map<String, String> names = new TreeMap<>();
      modelValues.forEach(
          (name, value) -> {
            if (permutation.get(value) instanceof ModelValue image) {
              names.put(name, image.val.toString());
            }
          });
      permutations.add(names);
    }
    return new Reduction(
        permutations, tool.getViewSpec() != null, tool.hasStateOrActionConstraints());
  }

  /** Returns the constants that the root module declares itself. */
  static Set<String> rootConstants(FastTool tool, String root) {
    Set<String> names = new TreeSet<>();
    for (OpDeclNode constant : tool.getRootModule().getConstantDecls()) {
      if (root.equals(constant.getLocation().source())) {
        names.add(constant.getName().toString());
      }
    }
    return names;
  }
}

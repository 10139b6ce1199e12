package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.value.TlaValue;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.Vect;
import tlc2.value.IValue;
import tlc2.value.impl.Value;

/** What the configuration and the constant definitions of a spec evaluate to. */
final class Constants {

  private final FastTool tool;
  private final Values values;
  private final SortedMap<String, TlaValue> byName = new TreeMap<>();

  Constants(SpecSource source, FastTool tool, Values values, Diagnosis diagnosis)
      throws SpecException {
    this.tool = tool;
    this.values = values;
    ModuleNode module = tool.getRootModule();
    Set<String> known = new HashSet<>();
    for (OpDeclNode constant : module.getConstantDecls()) {
      known.add(constant.getName().toString());
      put(constant);
    }
    Set<String> assigned = new HashSet<>();
    Vect<?> assignments = tool.getModelConfig().getConstants();
    for (int i = 0; i < assignments.size(); i++) {
      assigned.add((String) ((Vect<?>) assignments.elementAt(i)).elementAt(0));
    }
    for (OpDefNode definition : module.getOpDefs()) {
      String name = definition.getName().toString();
      known.add(name);
      if (assigned.contains(name)) {
        put(definition);
      }
    }
    assigned.removeAll(known);
    if (!assigned.isEmpty()) {
      throw diagnosis.unknownConstant(assigned.stream().sorted().findFirst().orElseThrow());
    }
  }

  private void put(SymbolNode constant) {
    if (constant.getArity() != 0) {
      return;
    }
    Object value = tool.lookup(constant, Context.Empty, false);
    try {
      if (value instanceof OpDefNode definition) {
        value = tool.eval(definition.getBody(), Context.Empty, tlc2.tool.TLCState.Empty);
      }
      if (value instanceof IValue known) {
        byName.put(constant.getName().toString(), values.fromTlc(known));
      }
    } catch (IllegalArgumentException e) {
      // Not a finite value, like Nat: a constant that cannot be shown.
    }
  }

  SortedMap<String, TlaValue> byName() {
    return SpecEngine.sorted(byName);
  }

  /**
   * Lists the functions and filtered sets that TLC keeps as formulas, so that threads can read them
   * together.
   *
   * @return whether all of them could be listed
   */
  boolean settle() {
    boolean all = true;
    int id = tool.getId();
    for (ModuleNode module : tool.getSpecProcessor().getModuleTbl().getModuleNodes()) {
      for (OpDefNode definition : module.getOpDefs()) {
        Object value = definition.getToolObject(id);
        if (value instanceof Value known) {
          Values.Settled settled = Values.settle(known);
          definition.setToolObject(id, settled.value());
          all &= settled.completely();
        }
      }
      for (OpDeclNode constant : module.getConstantDecls()) {
        Object value = constant.getToolObject(id);
        if (value instanceof Value known) {
          Values.Settled settled = Values.settle(known);
          constant.setToolObject(id, settled.value());
          all &= settled.completely();
        }
      }
    }
    return all;
  }
}

package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Exercise;
import dev.lockstep.tlc.Part;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.value.TlaValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tla2sany.st.Location;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;

/** The parts of the actions of a spec, and which of them a step exercises. */
final class ActionParts {

  private final FastTool tool;
  private final NextRelation next;
  private final Map<String, PartList> byAction = new HashMap<>();
  private final Set<String> severalWays = new HashSet<>();
  private final List<Part> all;

  ActionParts(FastTool tool, NextRelation next) {
    this.tool = tool;
    this.next = next;
    Map<String, Location> places = new HashMap<>();
    next.leaves(
        (label, leaf) -> {
          Location place = leaf.formula().getLocation();
          if (!place.equals(places.computeIfAbsent(label, ignored -> place))) {
            severalWays.add(label);
          }
        });
    next.leaves(
        (label, leaf) -> {
          PartList parts = byAction.computeIfAbsent(label, name -> new PartList(tool, name));
          if (severalWays.contains(label)) {
            parts.add(Part.Kind.DISJUNCT, leaf.formula());
          }
          leaf.conjuncts().forEach(parts::formula);
        });
    SortedSet<Part> sorted = new TreeSet<>();
    byAction.values().forEach(parts -> sorted.addAll(parts.all()));
    this.all = List.copyOf(sorted);
  }

  List<Part> all() {
    return all;
  }

  /** Returns what the step by {@code call} exercises, of each way to take it that fits. */
  Exercise exercised(TLCState from, ActionCall call, TLCState to) throws SpecException {
    PartList parts = byAction.get(call.name());
    if (parts == null) {
      return new Exercise(new TreeSet<>(), false);
    }
    PartTrace trace = new PartTrace(tool, parts, from, to);
    next.walk(
        from,
        new Exactly(call),
        (leaf, context, path) -> {
          if (path.action().equals(call) && trace.holds(leaf.conjuncts(), context)) {
            if (severalWays.contains(call.name())) {
              trace.add(leaf.formula());
            }
            leaf.conjuncts().forEach(conjunct -> trace.formula(conjunct, context));
          }
        });
    return trace.found();
  }

  private record Exactly(ActionCall call) implements ActionFilter {
    @Override
    public boolean wantsName(String name) {
      return name.equals(call.name());
    }

    @Override
    public boolean wants(String name, List<TlaValue> arguments) {
      return wantsName(name) && arguments.equals(call.arguments());
    }
  }
}

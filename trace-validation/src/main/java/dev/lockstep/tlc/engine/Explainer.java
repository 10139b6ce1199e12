package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.SpecException;
import java.util.ArrayList;
import java.util.List;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;

/** Says which conjunct keeps an action from being enabled. */
final class Explainer {

  private final FastTool tool;
  private final NextRelation next;

  Explainer(FastTool tool, NextRelation next) {
    this.tool = tool;
    this.next = next;
  }

  List<ActionExplanation> explain(TLCState state, ActionFilter filter) throws SpecException {
    List<ActionExplanation> explanations = new ArrayList<>();
    next.walk(
        state,
        filter,
        (leaf, context, path) ->
            explanations.add(
                new ActionExplanation(
                    path.action(),
                    List.of(),
                    tool.getNextStates(leaf.action(), context, state).size() > 0)));
    return explanations;
  }
}

package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tlc2.tool.Action;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;

/** What TLC's checker would do from a state; called inside the class loader of a spec. */
public final class TlcOwnSteps {

  private TlcOwnSteps() {}

  /** Returns the targets by TLC's own splitting of the next-state relation. */
  public static List<SpecState> targets(SpecState from) throws SpecException {
    EngineState state = (EngineState) from;
    SpecEngine engine = state.spec();
    FastTool tool = engine.tool();
    List<SpecState> targets = new ArrayList<>();
    for (Action action : tool.getActions()) {
      StateVec found = tool.getNextStates(action, state.state());
      for (int i = 0; i < found.size(); i++) {
        TLCState target = found.elementAt(i);
        Map<String, dev.lockstep.value.TlaValue> values = new TreeMap<>();
        for (int slot = 0; slot < engine.slots().length; slot++) {
          values.put(
              engine.slots()[slot].toString(),
              engine.values().fromTlc(target.lookup(engine.slots()[slot])));
        }
        targets.add(engine.state(values));
      }
    }
    return targets;
  }
}

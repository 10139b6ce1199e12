package dev.lockstep.paths;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.value.TlaValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings back the states of a {@link StateGraph} as values, by taking the steps that lead there. It
 * remembers those that were needed last. Not safe for use by several threads.
 */
public final class Replay {

  private static final int REMEMBERED = 50_000;

  private final Spec spec;
  private final StateGraph graph;
  private final Map<Integer, SpecState> known;

  /** Creates a replay of {@code graph}, which is one of {@code spec}. */
  public Replay(Spec spec, StateGraph graph) throws SpecException {
    this.spec = spec;
    this.graph = graph;
    this.known =
        new LinkedHashMap<>(1024, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, SpecState> eldest) {
            return size() > REMEMBERED;
          }
        };
    rememberInitialStates();
  }

  private void rememberInitialStates() throws SpecException {
    for (SpecState state : spec.initialStates()) {
      for (int number = 0; number < graph.initialStates(); number++) {
        if (graph.fingerprint(number) == state.fingerprint()) {
          known.put(number, state);
        }
      }
    }
  }

  /** Returns the graph. */
  public StateGraph graph() {
    return graph;
  }

  /** Returns the spec. */
  public Spec spec() {
    return spec;
  }

  /** Returns the state with this number. */
  public SpecState state(int number) throws SpecException {
    SpecState state = known.get(number);
    if (state != null) {
      return state;
    }
    if (number < graph.initialStates()) {
      rememberInitialStates();
      return present(known.get(number));
    }
    int[] way = graph.shortestPath(number);
    // From the last state on the way that is still known.
    int from = way.length - 1;
    while (from > 0 && !known.containsKey(graph.source(way[from]))) {
      from--;
    }
    SpecState at = state(graph.source(way[from]));
    for (int i = from; i < way.length; i++) {
      at = target(at, way[i]);
    }
    return at;
  }

  private static SpecState present(@Nullable SpecState state) {
    if (state == null) {
      throw new IllegalStateException("an initial state of the graph is none of the spec");
    }
    return state;
  }

  /** Returns the state that {@code edge} leads to. */
  public SpecState after(int edge) throws SpecException {
    SpecState state = known.get(graph.target(edge));
    return state != null ? state : target(state(graph.source(edge)), edge);
  }

  private SpecState target(SpecState from, int edge) throws SpecException {
    int number = graph.target(edge);
    SpecState state = known.get(number);
    if (state != null) {
      return state;
    }
    for (SpecStep step : spec.successors(from, only(graph.call(edge)))) {
      if (step.target().fingerprint() == graph.fingerprint(number)) {
        known.put(number, step.target());
        return step.target();
      }
    }
    throw new IllegalStateException(
        "the spec has no step " + graph.call(edge) + " any more in " + from.values());
  }

  /** Returns the filter that wants one instance of one action. */
  public static ActionFilter only(ActionCall call) {
    return new Only(call);
  }

  private record Only(ActionCall call) implements ActionFilter {
    @Override
    public boolean wantsName(String name) {
      return name.equals(call.name());
    }

    @Override
    public boolean wants(String name, List<TlaValue> arguments) {
      return name.equals(call.name()) && arguments.equals(call.arguments());
    }
  }
}

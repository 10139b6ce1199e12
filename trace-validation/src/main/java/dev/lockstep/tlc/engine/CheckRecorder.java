package dev.lockstep.tlc.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.output.MPRecorder;
import tlc2.tool.TLCStateInfo;

/**
 * Collects what TLC says while it checks, as codes and objects instead of text.
 *
 * <p>TLC records the text of an error when it is thrown. Some it catches itself and goes another
 * way, as when it looks whether the operators of a temporal formula can be evaluated. So an error
 * that was recorded is one only if the run does not end well.
 */
final class CheckRecorder extends MPRecorder {

  /** The first thing that TLC found to be false: the code of the message and the name in it. */
  record Finding(int code, String name) {}

  private final List<TLCStateInfo> states = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private Optional<Finding> finding = Optional.empty();
  private OptionalInt loopsBackTo = OptionalInt.empty();
  private boolean stutters;
  private boolean liveness;
  private boolean success;
  private boolean outOfMemory;
  private boolean recording = true;

  @Override
  public synchronized void record(int code, Object... objects) {
    if (!recording) {
      return;
    }
    switch (code) {
      case EC.TLC_INVARIANT_VIOLATED_INITIAL,
          EC.TLC_PROPERTY_VIOLATED_INITIAL,
          EC.TLC_INVARIANT_VIOLATED_BEHAVIOR,
          EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR,
          EC.TLC_ASSUMPTION_FALSE ->
          found(new Finding(code, String.valueOf(objects[0])));
      case EC.TLC_DEADLOCK_REACHED, EC.TLC_TEMPORAL_PROPERTY_VIOLATED ->
          found(new Finding(code, ""));
      case EC.TLC_STATE_PRINT1, EC.TLC_STATE_PRINT2 -> states.add((TLCStateInfo) objects[0]);
      case EC.TLC_STATE_PRINT3 -> {
        stutters = true;
        loopsBackTo = OptionalInt.of((Integer) objects[1] - 2);
      }
      case EC.TLC_BACK_TO_STATE ->
          loopsBackTo = OptionalInt.of(Integer.parseInt((String) objects[0]) - 1);
      case EC.TLC_SUCCESS -> success = true;
      case EC.TLC_CHECKING_TEMPORAL_PROPS -> liveness = true;
      case EC.TLC_CHECKING_TEMPORAL_PROPS_END -> liveness = false;
      case EC.SYSTEM_OUT_OF_MEMORY,
          EC.SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT,
          EC.SYSTEM_OUT_OF_MEMORY_LIVENESS ->
          outOfMemory = true;
      case EC.TLC_COUNTER_EXAMPLE, EC.TLC_BEHAVIOR_UP_TO_THIS_POINT, EC.TLC_ERROR_STATE -> {}
      default -> {
        if (!isNews(code)) {
          errors.add(text(code, objects));
        }
      }
    }
  }

  /** Returns what was found to be false first. */
  synchronized Optional<Finding> finding() {
    return finding;
  }

  /** Returns the states that were printed, in order. */
  synchronized List<TLCStateInfo> states() {
    return List.copyOf(states);
  }

  /** Returns the index of the state to which the printed run returns after its last one. */
  synchronized OptionalInt loopsBackTo() {
    return loopsBackTo;
  }

  /** Returns whether TLC says that the printed run stutters for ever. */
  synchronized boolean stutters() {
    return stutters;
  }

  /** Returns whether liveness is being checked right now. */
  synchronized boolean checksLiveness() {
    return liveness;
  }

  /** Returns whether TLC says at the end that all is well. */
  synchronized boolean succeeded() {
    return success;
  }

  /** Forgets the errors so far: TLC went another way. */
  synchronized void forgetErrors() {
    errors.clear();
  }

  /** Returns whether memory ran out. */
  synchronized boolean outOfMemory() {
    return outOfMemory;
  }

  /** Returns the text of all errors that are no findings, the first one first. */
  synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  private void found(Finding what) {
    if (finding.isEmpty()) {
      finding = Optional.of(what);
    }
  }

  /** Text of TLC's own; asking for it records it again. */
  private String text(int code, Object[] objects) {
    recording = false;
    try {
      String[] parameters = new String[objects.length];
      for (int i = 0; i < objects.length; i++) {
        parameters[i] =
            objects[i] instanceof Throwable thrown
                ? String.valueOf(thrown.getMessage())
                : String.valueOf(objects[i]);
      }
      return MP.getError(code, parameters);
    } finally {
      recording = true;
    }
  }

  /** Messages that say how a run gets on, and warnings. */
  private static boolean isNews(int code) {
    return switch (code) {
      case EC.TLC_STARTING,
          EC.TLC_FINISHED,
          EC.TLC_MODE_MC,
          EC.TLC_SANY_START,
          EC.TLC_SANY_END,
          EC.TLC_COMPUTING_INIT,
          EC.TLC_COMPUTING_INIT_PROGRESS,
          EC.TLC_INIT_GENERATED1,
          EC.TLC_INIT_GENERATED2,
          EC.TLC_INIT_GENERATED3,
          EC.TLC_INIT_GENERATED4,
          EC.TLC_SEARCH_DEPTH,
          EC.TLC_STATE_GRAPH_OUTDEGREE,
          EC.TLC_STATS,
          EC.TLC_PROGRESS_STATS,
          EC.TLC_LIVE_IMPLIED,
          EC.TLC_FEATURE_UNSUPPORTED,
          EC.TLC_FEATURE_UNSUPPORTED_LIVENESS_SYMMETRY,
          EC.TLC_FEATURE_LIVENESS_CONSTRAINTS,
          EC.TLC_MODULE_VALUE_JAVA_METHOD_OVERRIDE_LOADED,
          EC.TLC_MODULE_OVERRIDE_STDOUT,
          EC.TLC_ENVIRONMENT_JVM_GC,
          EC.TLC_CHECKPOINT_START,
          EC.TLC_CHECKPOINT_END ->
          true;
      default -> false;
    };
  }
}

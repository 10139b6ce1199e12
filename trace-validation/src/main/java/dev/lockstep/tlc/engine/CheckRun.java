package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.ModelChecker.Kind;
import dev.lockstep.tlc.ModelChecker.Progress;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.tlc.ModelChecker.Violation;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.value.TlaValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.tool.TLCState;
import tlc2.tool.TLCStateInfo;
import tlc2.tool.fp.FPSetConfiguration;
import tlc2.tool.fp.MSBDiskFPSet;
import tlc2.tool.impl.FastTool;
import tlc2.value.RandomEnumerableValues;

/** One run of TLC's checker. Its statics make it the only one at a time in this class loader. */
public final class CheckRun implements ModelChecker.Run {

  /** TLC's name of an action, as in {@code <TMCommit line 3, col 5 to …>}. */
  private static final Pattern ACTION = Pattern.compile("<(\\w[\\w!]*)(?:\\(.*\\))? line ");

  private static final Progress NOTHING = new Progress(0, 0, 0, 0, false, Duration.ZERO);

  private final SpecEngine spec;
  private final FastTool tool;
  private final Path metaDirectory;
  private final int workers;
  private final long fingerprintBytes;
  private final CheckRecorder recorder = new CheckRecorder();
  private volatile @Nullable CheckedModel model;
  private volatile boolean cancelled;

  private CheckRun(SpecEngine spec, Path metaDirectory, int workers, long fingerprintBytes) {
    this.spec = spec;
    this.tool = spec.tool();
    this.metaDirectory = metaDirectory;
    this.workers = workers;
    this.fingerprintBytes = fingerprintBytes;
  }

  /** Loads the model. */
  public static ModelChecker.Run load(
      SpecSource source, Path metaDirectory, int workers, long fingerprintBytes)
      throws SpecException {
    return new CheckRun(
        SpecEngine.open(source, () -> {}), metaDirectory, workers, fingerprintBytes);
  }

  @Override
  public Result check() throws SpecException {
    TLCGlobals.setNumWorkers(workers);
    TLCGlobals.lnCheck = "final";
    TLCGlobals.chkptDuration = 0;
    RandomEnumerableValues.setSeed(0);
    MP.setRecorder(recorder);
    CheckSystem.onExit(this::cancel);
    try {
      CheckedModel checked =
          new CheckedModel(
              tool,
              metaDirectory.toString(),
              tool.getModelConfig().getCheckDeadlock(),
              fingerprints());
      recorder.forgetErrors();
      model = checked;
      TLCGlobals.mainChecker = checked;
      if (cancelled) {
        checked.cancel();
      }
      int code;
      try {
        code = checked.modelCheck();
      } finally {
        checked.endQueue();
      }
      return result(checked, code);
    } catch (OutOfMemoryError e) {
      return counts().inconclusive("memory ran out");
    } catch (StackOverflowError e) {
      throw new SpecException(
          spec.module(), 0, 0, "a definition recurses too deep for TLC, or without end", e);
    } catch (CheckSystem.Exit e) {
      if (recorder.outOfMemory()) {
        return counts().inconclusive("memory ran out");
      }
      throw failure(recorder.errors(), e);
    } catch (SpecException e) {
      throw e;
    } catch (Exception e) {
      throw failure(List.of(String.valueOf(e.getMessage())), e);
    }
  }

  @Override
  public Progress progress() {
    CheckedModel checked = model;
    if (checked == null) {
      return NOTHING;
    }
    return new Progress(
        checked.getStatesGenerated(),
        checked.getDistinctStatesGenerated(),
        checked.getStateQueueSize(),
        Math.max(0, checked.getProgress()),
        recorder.checksLiveness(),
        Duration.ZERO);
  }

  @Override
  public void cancel() {
    cancelled = true;
    CheckedModel checked = model;
    if (checked != null) {
      checked.cancel();
    }
  }

  private FPSetConfiguration fingerprints() {
    double share = (double) fingerprintBytes / Runtime.getRuntime().maxMemory();
    return new FPSetConfiguration(Math.min(1, share), MSBDiskFPSet.class.getName());
  }

  private Result result(CheckedModel checked, int code) throws SpecException {
    Optional<CheckRecorder.Finding> finding = recorder.finding();
    if (finding.isPresent()) {
      return violated(finding.get(), checked);
    }
    if (recorder.outOfMemory()) {
      return counts().inconclusive("memory ran out");
    }
    if (cancelled) {
      return counts().inconclusive("it was ended early");
    }
    if (code != EC.NO_ERROR || !recorder.succeeded()) {
      throw failure(recorder.errors(), null);
    }
    return counts();
  }

  private Result violated(CheckRecorder.Finding finding, CheckedModel checked)
      throws SpecException {
    CheckProperties properties = new CheckProperties(tool);
    List<TLCStateInfo> printed = new ArrayList<>(recorder.states());
    TLCState error = checked.errorState();
    if (printed.isEmpty() && error != null) {
      printed.add(new TLCStateInfo(error));
    }
    OptionalInt loop = recorder.loopsBackTo();
    if (recorder.stutters() && loop.getAsInt() < printed.size() - 1) {
      // A loop that TLC wrote out in full: its first state comes twice.
      printed.removeLast();
    }
    List<TLCState> states = printed.stream().map(info -> info.state).toList();
    Violation violation =
        switch (finding.code()) {
          case EC.TLC_INVARIANT_VIOLATED_INITIAL, EC.TLC_INVARIANT_VIOLATED_BEHAVIOR ->
              properties.invariant(finding.name(), states.getLast());
          case EC.TLC_PROPERTY_VIOLATED_INITIAL ->
              properties.firstState(finding.name(), states.getLast());
          case EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR ->
              properties.step(
                  finding.name(), states.get(Math.max(0, states.size() - 2)), states.getLast());
          case EC.TLC_TEMPORAL_PROPERTY_VIOLATED ->
              properties.run(states, loop.orElse(states.size() - 1));
          case EC.TLC_ASSUMPTION_FALSE -> properties.assumption(finding.name());
          case EC.TLC_DEADLOCK_REACHED -> new Violation(Kind.DEADLOCK, "deadlock", "");
          default -> throw new IllegalStateException("not a violation: " + finding);
        };
    List<TraceStep> trace = trace(printed);
    Result counts = counts();
    return new Result(
        Verdict.VIOLATED,
        Optional.of(violation),
        trace,
        loop,
        "",
        counts.generated(),
        counts.distinct(),
        counts.depth(),
        Duration.ZERO);
  }

  /**
   * Names the actions as everybody else here does, with their arguments. TLC itself knows only the
   * name of the definition, or nothing but a line.
   */
  private List<TraceStep> trace(List<TLCStateInfo> printed) throws SpecException {
    List<TraceStep> trace = new ArrayList<>();
    for (TLCStateInfo info : printed) {
      Map<String, TlaValue> values = values(info);
      Optional<ActionCall> action =
          trace.isEmpty() ? Optional.empty() : action(trace.getLast().state(), values, info);
      trace.add(new TraceStep(action, values));
    }
    return trace;
  }

  private Optional<ActionCall> action(
      Map<String, TlaValue> from, Map<String, TlaValue> to, TLCStateInfo info)
      throws SpecException {
    for (SpecStep step : spec.successors(spec.state(from))) {
      if (step.target().values().equals(to)) {
        return Optional.of(step.action());
      }
    }
    Matcher name = ACTION.matcher(String.valueOf(info.info));
    return name.find() ? Optional.of(new ActionCall(name.group(1), List.of())) : Optional.empty();
  }

  private Map<String, TlaValue> values(TLCStateInfo info) {
    Map<String, TlaValue> values = new LinkedHashMap<>();
    for (String variable : spec.variables()) {
      values.put(variable, spec.values().fromTlc(info.state.lookup(variable)));
    }
    return values;
  }

  private Result counts() {
    Progress progress = progress();
    return new Result(
        Verdict.HOLDS,
        Optional.empty(),
        List.of(),
        OptionalInt.empty(),
        "",
        progress.generated(),
        progress.distinct(),
        progress.depth(),
        Duration.ZERO);
  }

  private SpecException failure(List<String> errors, @Nullable Throwable cause) {
    return CheckFailure.of(spec.diagnosis(), spec.module(), errors, cause);
  }
}

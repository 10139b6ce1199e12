package dev.lockstep.causality;

import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs of several logs: the first run of each log together is the first run, and so on. To
 * validate one, give its {@link #logs} and its {@link #schedule} to a validator. Not safe for use
 * by several threads.
 */
public final class MergedRuns {

  private final List<TraceSource> sources;
  private final Order order;
  private final boolean byNode;
  private Optional<MergedLogs> schedule = Optional.empty();
  private int run;

  /**
   * Creates the runs.
   *
   * @param sources the logs, none of which was read yet; whoever opened them closes them
   * @param order what orders events of different logs
   * @param byNode whether the lines of a log with events of several nodes say nothing about the
   *     order of different nodes; a run is then held in memory
   */
  public MergedRuns(List<? extends TraceSource> sources, Order order, boolean byNode) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("there are no logs");
    }
    this.sources = List.copyOf(sources);
    this.order = order;
    this.byNode = byNode;
  }

  /**
   * Goes on to the next run and returns what all logs say about it together, if there is one.
   *
   * @throws TraceException if the logs disagree, or some have fewer runs than others
   */
  public Optional<TraceHeader> nextRun() throws TraceException {
    List<TraceHeader> headers = new ArrayList<>();
    Optional<TraceSource> ended = Optional.empty();
    Optional<TraceSource> going = Optional.empty();
    for (TraceSource source : sources) {
      Optional<TraceHeader> header = source.nextRun();
      header.ifPresent(headers::add);
      if (header.isPresent()) {
        going = Optional.of(source);
      } else {
        ended = Optional.of(source);
      }
      if (going.isPresent() && ended.isPresent()) {
        throw new TraceException(
            going.get().name(),
            headers.getFirst().line(),
            0,
            "this log has a run number "
                + (run + 1)
                + ", but "
                + ended.get().name()
                + " has only "
                + run
                + (run == 1 ? " run" : " runs")
                + "; the runs of the logs belong together in their order, so that all logs need as"
                + " many",
            null);
      }
    }
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    run++;
    schedule = Optional.empty();
    TraceHeader joined = new JoinedHeader(sources, headers).join();
    return Optional.of(joined);
  }

  /**
   * Returns the logs of the current run, each just after its header; to be asked for once a run.
   */
  public List<TraceSource> logs() throws TraceException {
    if (!byNode) {
      return sources;
    }
    List<TraceSource> logs = new ArrayList<>();
    for (TraceSource source : sources) {
      logs.addAll(SplitLog.byNode(source));
    }
    return logs;
  }

  /**
   * Returns the orders that the events of the current run may have had.
   *
   * @param read the {@link #logs}, or what reads them
   */
  public MergedLogs schedule(List<? extends TraceSource> read) {
    MergedLogs merged = new MergedLogs(read, order);
    schedule = Optional.of(merged);
    return merged;
  }

  /** Returns what orders the events of the current run, as far as it is known. */
  public Order order() {
    return schedule.map(MergedLogs::order).orElse(order);
  }

  /** Returns what a user should know about the order of the current run, once it is validated. */
  public List<String> warnings() {
    return schedule.map(MergedLogs::warnings).orElse(List.of());
  }
}

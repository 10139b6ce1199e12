package dev.lockstep.simulation;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Machine.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The nodes of a run: a loop for each, which takes what has come, writes, syncs, and sends.
 *
 * <p>A step that changes what is durable waits for the disk. Whatever comes meanwhile waits, too,
 * and is written with the next sync, all of it at once (group commit). In the eyes of the spec a
 * step happens when its record is synced: nobody can have seen it before. So a power failure before
 * the sync is a crash without the step, and a crash after it the step, then the loss of those
 * messages that had not left, then a crash.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <M> the messages
 */
final class Machines<M> {

  /** How far, in millionths, a clock may run too fast or too slow. */
  private static final long FASTEST_PPM = 200_000;

  /** In the calm, who is down comes back after so many microseconds. */
  private static final long SOON = 1_000;

  private final Run<M> run;
  private final Cluster<M> cluster;
  private final Luck luck;
  private final Disk disk;
  private final Traffic<M> traffic;
  private final SequencedMap<NodeId, Machine<M>> machines = new LinkedHashMap<>();
  private Optional<Asked<M>> asked = Optional.empty();

  Machines(Run<M> run, Traffic<M> traffic) {
    this.run = run;
    this.cluster = run.cluster();
    this.luck = run.luck();
    this.disk = run.faults().disk();
    this.traffic = traffic;
    cluster
        .nodes()
        .forEach(node -> machines.put(node, new Machine<>(node, run.mayCrash().contains(node))));
  }

  void setAllTimers() {
    machines.values().forEach(this::setTimers);
  }

  void startThoseThatAreDown() {
    machines.values().stream().filter(this::isDown).forEach(machine -> restart(machine, SOON));
  }

  // A node's loop.

  /** Something has come for a node. */
  void accept(Job<M> job) {
    Machine<M> machine = machine(job.node());
    if (job.copy().isPresent() && isDown(machine)) {
      traffic.missed(job.copy().get(), machine.backAt);
      return;
    }
    run.busy(1);
    machine.inbox.add(job);
    work(machine);
  }

  private void work(Machine<M> machine) {
    if (machine.atDisk.isPresent() || run.micros() < machine.stoppedUntil) {
      return;
    }
    while (!machine.inbox.isEmpty() && machine.atDisk.isEmpty() && !run.isViolated()) {
      Job<M> job = machine.inbox.element();
      Optional<Transition<M>> step = step(machine, job);
      if (step.isEmpty()) {
        done(machine, machine.inbox.remove());
        clear(job);
      } else if (writes(machine, step.get())) {
        write(machine);
      } else {
        machine.inbox.remove();
        finish(machine, List.of(job));
      }
    }
    setTimers(machine);
  }

  /** What a job leads to now; nothing if there is no longer any reason for it. */
  private Optional<Transition<M>> step(Machine<M> machine, Job<M> job) {
    boolean ready =
        switch (job.event()) {
          case Event.Deliver<M> ignored ->
              !isDown(machine) && job.copy().filter(traffic::isThere).isPresent();
          case Event.Local<M> local ->
              !isDown(machine) && machine.armed().containsKey(local.input());
          case Event.Restart<M> ignored -> isDown(machine);
          case Event.Crash<M> ignored -> false;
          case Event.CrashLosing<M> ignored -> false;
          case Event.NetworkFault<M> ignored -> false;
        };
    if (!ready) {
      return Optional.empty();
    }
    if (asked.isEmpty() || !asked.get().isAbout(run.world(), job)) {
      asked = Optional.of(new Asked<>(run.world(), job, run.apply(job.event())));
    }
    return asked.get().step();
  }

  /** What a job led to in a world; asked once to see whether it writes, and once more to do it. */
  private record Asked<M>(World<M> world, Job<M> job, Optional<Transition<M>> step) {

    @SuppressWarnings("ReferenceEquality") // an equal world that is not the same is asked again
    boolean isAbout(World<M> otherWorld, Job<M> otherJob) {
      return world == otherWorld && job == otherJob;
    }
  }

  private void done(Machine<M> machine, Job<M> job) {
    run.busy(-1);
    job.copy().ifPresent(traffic::received);
    if (job.event() instanceof Event.Local<M> local) {
      machine.disarm(local.input());
    }
  }

  /** Does what can be done without the disk, or after it, and then perhaps something fails. */
  private void finish(Machine<M> machine, List<Job<M>> jobs) {
    int steps = perform(machine, jobs, machine.mayCrash() ? Sending.AT_RISK : Sending.SAFE);
    for (int i = 0; i < steps && !run.isViolated(); i++) {
      maybeFail();
    }
  }

  /** What becomes of the messages of a step. */
  private enum Sending {
    /** They leave. */
    SAFE,
    /** They leave, unless the node crashes first. */
    AT_RISK,
    /** The node crashes before they leave. */
    CUT_OFF
  }

  private int perform(Machine<M> machine, List<Job<M>> jobs, Sending sending) {
    Sending now = sending;
    int steps = 0;
    for (Job<M> job : jobs) {
      Optional<Transition<M>> step = run.isViolated() ? Optional.empty() : step(machine, job);
      done(machine, job);
      if (step.isEmpty()) {
        clear(job);
        continue;
      }
      steps++;
      List<M> sent = step.get().sent();
      take(machine, job, step.get());
      int leaving = now == Sending.CUT_OFF ? 0 : sent.size();
      if (now == Sending.AT_RISK && !sent.isEmpty() && luck.strikes(Fault.UNSENT, run.micros())) {
        leaving = luck.of(Fault.UNSENT).below(sent.size());
        now = Sending.CUT_OFF;
      }
      if (leaving < sent.size()) {
        luck.count(Fault.UNSENT);
      }
      for (int i = 0; i < sent.size(); i++) {
        if (i < leaving || !traffic.forget(sent.get(i))) {
          traffic.send(machine.node(), sent.get(i));
        }
      }
      clear(job);
    }
    if (now == Sending.CUT_OFF && sending == Sending.AT_RISK) {
      goDown(machine, forgotten(machine));
    }
    return steps;
  }

  private void clear(Job<M> job) {
    if (job.copy().isPresent() && !run.isViolated()) {
      traffic.clear(job.copy().get().message());
    }
  }

  private void take(Machine<M> machine, Job<M> job, Transition<M> step) {
    Clocks<M> clocks = run.clocks();
    NodeId node = machine.node();
    clocks.beforeSending(node, step.sent());
    takeTimed(
        node,
        step,
        () ->
            job.copy().isPresent()
                ? clocks.receive(node, job.copy().get().message(), job.copy().get().sentAt())
                : clocks.tick(node));
    clocks.sent(node, step.sent());
    for (Object input : List.copyOf(machine.armed().keySet())) {
      if (run.subject().restarts(machine.node(), input, step)) {
        machine.disarm(input);
      }
    }
  }

  private void takeTimed(NodeId node, Transition<M> step, LongSupplier advance) {
    Clocks<M> clocks = run.clocks();
    boolean timed = run.subject().dependsOnTime(run.world(), step);
    if (timed) {
      clocks.beforeTimed(node);
    }
    long clock = advance.getAsLong();
    if (timed) {
      clocks.timed(node);
    }
    run.take(step, node, clock);
  }

  /** A timer runs exactly while its input has a step; what goes on running is left alone. */
  private void setTimers(Machine<M> machine) {
    Set<Object> possible = new LinkedHashSet<>();
    for (Object input : cluster.localInputs(run.world(), machine.node())) {
      if (run.apply(new Event.Local<>(machine.node(), input)).isPresent()) {
        possible.add(input);
        if (!machine.armed().containsKey(input)) {
          long duration = luck.timer(run.subject().timer(machine.node(), input));
          machine.arm(run, input, duration);
        }
      }
    }
    for (Object input : List.copyOf(machine.armed().keySet())) {
      if (!possible.contains(input)) {
        machine.disarm(input);
      }
    }
  }

  // The disk.

  private boolean writes(Machine<M> machine, Transition<M> step) {
    return cluster.isDurable(machine.node())
        && !durable(machine).equals(cluster.durable(step.target(), machine.node()));
  }

  private Object durable(Machine<M> machine) {
    return cluster.durable(run.world(), machine.node());
  }

  private void write(Machine<M> machine) {
    List<Job<M>> jobs = List.copyOf(machine.inbox);
    machine.inbox.clear();
    machine.group = jobs;
    long takes = luck.sync();
    machine.backAt = run.micros() + takes;
    boolean lost = luck.strikes(Fault.LOST_WRITE, run.micros()) && machine.mayCrash();
    boolean torn = luck.strikes(Fault.TORN_WRITE, run.micros()) && machine.mayCrash();
    machine.atDisk =
        Optional.of(
            lost || torn
                ? run.put(run.micros() + takes / 2, new What.PowerFails<>(machine.node(), torn))
                : run.put(run.micros() + takes, new What.Synced<>(machine.node())));
    if (disk == Disk.SENDS_EARLY) {
      machine.olderDisk = Optional.of(durable(machine));
      machine.group = List.of();
      finish(machine, jobs);
    }
  }

  void synced(NodeId node) {
    Machine<M> machine = machine(node);
    if (run.micros() < machine.stoppedUntil) {
      machine.atDisk = Optional.of(run.put(machine.stoppedUntil, new What.Synced<>(node)));
      return;
    }
    machine.atDisk = Optional.empty();
    machine.olderDisk = disk == Disk.FORGETS ? Optional.of(durable(machine)) : Optional.empty();
    List<Job<M>> jobs = machine.group;
    machine.group = List.of();
    finish(machine, jobs);
    work(machine);
  }

  /** Before the sync: none of the records, or the first of them, are on disk. */
  void powerFails(NodeId node, boolean torn) {
    Machine<M> machine = machine(node);
    luck.count(torn ? Fault.TORN_WRITE : Fault.LOST_WRITE);
    // Records that reached the disk are steps, whose messages have not left.
    int kept =
        luck.isOn(Fault.UNSENT, run.micros()) && !machine.group.isEmpty()
            ? luck.of(Fault.LOST_WRITE).below(machine.group.size())
            : 0;
    keep(machine, kept);
    goDown(
        machine,
        switch (disk) {
          case SYNCS -> Optional.empty();
          case SENDS_EARLY, FORGETS -> machine.olderDisk;
          case OVERWRITES ->
              torn ? Optional.of(cluster.durable(cluster.initial(), node)) : Optional.empty();
        });
  }

  private void keep(Machine<M> machine, int kept) {
    List<Job<M>> group = machine.group;
    machine.group = group.subList(kept, group.size());
    perform(machine, group.subList(0, kept), Sending.CUT_OFF);
  }

  /** What a disk that forgets a sync has lost, this time. */
  private Optional<Object> forgotten(Machine<M> machine) {
    boolean forgets =
        luck.of(Fault.LOST_WRITE).chance(0.5)
            && luck.isOn(Fault.LOST_WRITE, run.micros())
            && disk != Disk.SYNCS;
    return forgets ? machine.olderDisk : Optional.empty();
  }

  // Crashes, and what else befalls a node.

  private void maybeFail() {
    if (luck.strikes(Fault.CRASH, run.micros())) {
      pick(Fault.CRASH, machines.values().stream().filter(Machine::mayCrash).toList())
          .ifPresent(this::crash);
    }
    traffic.maybePart();
    if (luck.strikes(Fault.PAUSE, run.micros())) {
      pick(Fault.PAUSE, List.copyOf(machines.values())).ifPresent(this::stop);
    }
    if (luck.strikes(Fault.SKEW, run.micros())) {
      luck.count(Fault.SKEW);
      Dice dice = luck.of(Fault.SKEW);
      Machine<M> machine = new ArrayList<>(machines.values()).get(dice.below(machines.size()));
      long jump = luck.duration(Fault.SKEW) * (dice.chance(0.5) ? 1 : -1);
      machine.setClock(run, jump, dice.below(2 * FASTEST_PPM + 1) - FASTEST_PPM);
    }
  }

  /** One of those that are up. */
  private Optional<Machine<M>> pick(Fault fault, List<Machine<M>> from) {
    List<Machine<M>> up = from.stream().filter(machine -> !isDown(machine)).toList();
    return up.isEmpty() ? Optional.empty() : Optional.of(up.get(luck.of(fault).below(up.size())));
  }

  private void crash(Machine<M> machine) {
    luck.count(Fault.CRASH);
    if (!machine.group.isEmpty()) {
      boolean lost =
          luck.of(Fault.LOST_WRITE).chance(0.5) && luck.isOn(Fault.LOST_WRITE, run.micros());
      if (lost) {
        luck.count(Fault.LOST_WRITE);
      } else {
        List<Job<M>> group = machine.group;
        machine.group = List.of();
        boolean unsent = luck.isOn(Fault.UNSENT, run.micros());
        perform(machine, group, unsent ? Sending.CUT_OFF : Sending.SAFE);
      }
    }
    goDown(machine, forgotten(machine));
  }

  /** The node is gone, and comes back after a while with what is on its disk. */
  private void goDown(Machine<M> machine, Optional<Object> onDisk) {
    if (run.isViolated()) {
      return;
    }
    NodeId node = machine.node();
    if (!isDown(machine)) {
      Event<M> event =
          onDisk
              .<Event<M>>map(left -> new Event.CrashLosing<>(node, left))
              .orElseGet(() -> new Event.Crash<>(node));
      Optional<Transition<M>> step = run.apply(event);
      if (step.isEmpty()) {
        // The bounds of a model forbid it. Then the disk gets there after all.
        machine.atDisk.ifPresent(
            entry -> {
              entry.strikeOut();
              machine.atDisk = Optional.of(run.put(run.micros(), new What.Synced<>(node)));
            });
        return;
      }
      takeTimed(node, step.get(), () -> run.clocks().tick(node));
    }
    machine.olderDisk = Optional.empty();
    List<Job<M>> undone = machine.forget();
    restart(machine, luck.duration(Fault.CRASH));
    for (Job<M> job : undone) {
      run.busy(-1);
      job.copy().ifPresent(copy -> traffic.missed(copy, machine.backAt));
    }
  }

  private void restart(Machine<M> machine, long afterMicros) {
    machine.backAt = run.micros() + afterMicros;
    run.busy(1);
    run.put(machine.backAt, new What.Restart<>(machine.node()));
  }

  private void stop(Machine<M> machine) {
    luck.count(Fault.PAUSE);
    machine.stoppedUntil =
        Math.max(machine.stoppedUntil, run.micros() + luck.duration(Fault.PAUSE));
    run.put(machine.stoppedUntil, new What.Resume<>(machine.node()));
  }

  void resume(NodeId node) {
    work(machine(node));
  }

  private boolean isDown(Machine<M> machine) {
    return run.world().status(machine.node()) instanceof NodeStatus.Down;
  }

  private Machine<M> machine(NodeId node) {
    return Objects.requireNonNull(machines.get(node), () -> "no node " + node);
  }
}

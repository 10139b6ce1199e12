package dev.lockstep.simulation;

import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Network;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The messages of a run that are under way: copies, each on its own way. Not safe for use by
 * several threads.
 *
 * @param <M> the messages
 */
final class Traffic<M> {

  private final Run<M> run;
  private final Luck luck;
  private final Map<M, Integer> copies = new HashMap<>();
  private final Map<Link, Long> lastArrived = new HashMap<>();
  private Optional<Partition> partition = Optional.empty();
  private long sendings;

  private record Link(NodeId from, NodeId to) {}

  Traffic(Run<M> run) {
    this.run = run;
    this.luck = run.luck();
  }

  /** Sends a message, which is in the world's network already, to all who may receive it. */
  void send(NodeId from, M message) {
    for (NodeId to : run.world().network().recipients(message)) {
      send(from, message, to);
    }
  }

  void send(NodeId from, M message, NodeId to) {
    boolean lost = luck.strikes(Fault.LOSS, run.micros());
    depart(new Copy<>(from, to, message, run.clocks().of(from), sendings++), lost, run.micros());
  }

  /**
   * Does not send a message that is in the world's network already: nobody ever gets it.
   *
   * @return false if the spec knows no loss of it, so that it has to be sent after all
   */
  boolean forget(M message) {
    if (copies.getOrDefault(message, 0) > 0) {
      return true;
    }
    Optional<Action> loss = run.world().network().loss(message);
    loss.ifPresent(action -> lose(message, action));
    return loss.isPresent();
  }

  private void depart(Copy<M> copy, boolean lost, long atMicros) {
    copies.merge(copy.message(), 1, Integer::sum);
    run.busy(1);
    long travels = luck.latency();
    if (luck.strikes(Fault.DELAY, run.micros())) {
      luck.count(Fault.DELAY);
      travels += luck.duration(Fault.DELAY);
    }
    run.put(atMicros + travels, new What.Arrival<>(copy, lost));
  }

  /** A copy arrives: returns what its receiver has to do, if it gets it. */
  Optional<Machine.Job<M>> arrive(Copy<M> copy) {
    Optional<Partition> cut = partition.filter(p -> p.stops(copy.from(), copy.to()));
    if (cut.isPresent()) {
      luck.count("message at a cut");
      tryAgain(copy, cut.get().untilMicros());
      return Optional.empty();
    }
    if (run.world().status(copy.to()) instanceof NodeStatus.Down) {
      return Optional.of(new Machine.Job<>(copy));
    }
    if (!isThere(copy)) {
      arrived(copy);
      // The network takes the message out when it is received, or delivers it in order only.
      if (run.world().network().contains(copy.message())) {
        depart(copy, false, run.micros() + 1);
      }
      return Optional.empty();
    }
    if (luck.strikes(Fault.DUPLICATION, run.micros())) {
      luck.count(Fault.DUPLICATION);
      depart(copy, false, run.micros());
    }
    long last = lastArrived.merge(new Link(copy.from(), copy.to()), copy.number(), Math::max);
    if (last > copy.number()) {
      luck.count("reordering");
    }
    return Optional.of(new Machine.Job<>(copy));
  }

  /** Says whether the network of the world delivers this copy now. */
  boolean isThere(Copy<M> copy) {
    return run.world().network().delivers(new Network.Delivery<>(copy.to(), copy.message()));
  }

  /** A copy has been received, or came to somebody who has no use for it. */
  void received(Copy<M> copy) {
    arrived(copy);
  }

  /** Has the network forget a message that was received, if it does and no other copy comes. */
  void clear(M message) {
    if (run.subject().forgetsReceived() && !copies.containsKey(message)) {
      run.world().network().loss(message).ifPresent(loss -> lose(message, loss));
    }
  }

  /** A copy is no longer under way: returns whether it was the last one. */
  private boolean arrived(Copy<M> copy) {
    return copies.merge(copy.message(), -1, (count, less) -> count + less > 0 ? count + less : null)
        == null;
  }

  /** A copy came to a node that is down or that crashes before it has done anything with it. */
  void missed(Copy<M> copy, long backAtMicros) {
    luck.count("message to a node that is down");
    tryAgain(copy, backAtMicros);
  }

  private void tryAgain(Copy<M> copy, long untilMicros) {
    arrived(copy);
    boolean lost = luck.of(Fault.LOSS).chance(0.5) && luck.isOn(Fault.LOSS, run.micros());
    depart(copy, lost, lost ? run.micros() : Math.max(untilMicros, run.micros()) + 1);
  }

  /** A copy is lost. For the spec the message is, too, if nothing more of it is under way. */
  void lose(Copy<M> copy) {
    luck.count(Fault.LOSS);
    if (arrived(copy)) {
      run.world().network().loss(copy.message()).ifPresent(loss -> lose(copy.message(), loss));
    }
  }

  private void lose(M message, Action loss) {
    run.apply(new Event.NetworkFault<>(loss))
        .ifPresent(step -> run.take(step, Run.NETWORK, run.clocks().lose(message)));
  }

  /** Perhaps the network is cut now. */
  void maybePart() {
    if (!luck.strikes(Fault.PARTITION, run.micros())
        || partition.isPresent()
        || run.cluster().nodes().size() < 2) {
      return;
    }
    luck.count(Fault.PARTITION);
    Partition cut =
        Partition.draw(
            run.cluster().nodes(),
            run.micros(),
            run.faults().span(Fault.PARTITION),
            luck.of(Fault.PARTITION));
    partition = Optional.of(cut);
    run.put(cut.untilMicros(), new What.Heal<>());
  }

  void heal() {
    partition = Optional.empty();
  }
}

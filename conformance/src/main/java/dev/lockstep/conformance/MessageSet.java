package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A network that is a set of messages. Receiving leaves the message in flight, so it can be
 * received again (duplication) and at any later time (reordering), unless the network is {@link
 * #consuming}; if it is {@link #lossy}, a message may vanish at any moment.
 *
 * @param <M> the messages, ordered so that the set has one order on every machine
 */
public final class MessageSet<M extends Comparable<? super M>> implements Network<M> {

  private final Kind<M> kind;
  private final List<M> messages;

  /** Computed when somebody asks, 0 before. */
  private int hash;

  private record Kind<M>(
      Function<M, List<NodeId>> recipients, boolean consuming, Optional<String> loseAction) {}

  private MessageSet(Kind<M> kind, List<M> messages) {
    this.kind = kind;
    this.messages = messages;
  }

  /**
   * Returns the empty set, from which receiving takes nothing and nothing is lost.
   *
   * @param recipients which nodes may receive a message: one, or several for a broadcast that
   *     nobody in particular is the receiver of
   */
  public static <M extends Comparable<? super M>> MessageSet<M> to(
      Function<M, List<NodeId>> recipients) {
    return new MessageSet<>(new Kind<>(recipients, false, Optional.empty()), List.of());
  }

  /** Returns the same set on a network where receiving takes the message out. */
  public MessageSet<M> consuming() {
    return new MessageSet<>(new Kind<>(kind.recipients(), true, kind.loseAction()), messages);
  }

  /**
   * Returns the same set on a network that loses messages.
   *
   * @param loseAction the spec's action that removes the message that is its argument
   */
  public MessageSet<M> lossy(String loseAction) {
    return new MessageSet<>(
        new Kind<>(kind.recipients(), kind.consuming(), Optional.of(loseAction)), messages);
  }

  @Override
  public List<M> messages() {
    return messages;
  }

  @Override
  public boolean contains(M message) {
    return index(message) >= 0;
  }

  private int index(M message) {
    return Collections.binarySearch(messages, message);
  }

  /** Both are in the same order, and share most of what they have. */
  @Override
  public List<M> notIn(Network<M> other) {
    List<M> there = other.messages();
    List<M> only = new ArrayList<>();
    int next = 0;
    for (M message : messages) {
      if (next < there.size() && message.equals(there.get(next))) {
        next++;
        continue;
      }
      int found = Collections.binarySearch(there, message);
      if (found < 0) {
        only.add(message);
        next = -found - 1;
      } else {
        next = found + 1;
      }
    }
    return only;
  }

  @Override
  public List<Delivery<M>> deliveries() {
    List<Delivery<M>> deliveries = new ArrayList<>(messages.size());
    for (M message : messages) {
      for (NodeId to : kind.recipients().apply(message)) {
        deliveries.add(new Delivery<>(to, message));
      }
    }
    return deliveries;
  }

  @Override
  public boolean delivers(Delivery<M> delivery) {
    return contains(delivery.message())
        && kind.recipients().apply(delivery.message()).contains(delivery.to());
  }

  @Override
  public MessageSet<M> receive(Delivery<M> delivery) {
    return kind.consuming() ? minus(index(delivery.message())) : this;
  }

  @Override
  public MessageSet<M> send(NodeId from, List<M> sent) {
    if (sent.isEmpty()) {
      return this;
    }
    List<M> all = new ArrayList<>(messages);
    for (M message : sent) {
      int index = Collections.binarySearch(all, message);
      if (index < 0) {
        all.add(-index - 1, message);
      }
    }
    return all.size() == messages.size()
        ? this
        : new MessageSet<>(kind, Collections.unmodifiableList(all));
  }

  /** Returns the messages: the kind of network is the same in all worlds of a cluster. */
  @Override
  public Object content() {
    return Set.copyOf(messages);
  }

  @Override
  public List<Fault<M>> faults() {
    if (kind.loseAction().isEmpty()) {
      return List.of();
    }
    List<Fault<M>> faults = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      faults.add(new Fault<>(Action.of(kind.loseAction().get(), messages.get(i)), minus(i)));
    }
    return faults;
  }

  @Override
  public Optional<Network<M>> after(Action fault) {
    if (kind.loseAction().filter(fault.name()::equals).isEmpty() || fault.arguments().size() != 1) {
      return Optional.empty();
    }
    int index = messages.indexOf(fault.arguments().getFirst());
    return index < 0 ? Optional.empty() : Optional.of(minus(index));
  }

  @Override
  public List<NodeId> recipients(M message) {
    return kind.recipients().apply(message);
  }

  @Override
  public Optional<Action> loss(M message) {
    return contains(message)
        ? kind.loseAction().map(action -> Action.of(action, message))
        : Optional.empty();
  }

  private MessageSet<M> minus(int index) {
    List<M> left = new ArrayList<>(messages);
    left.remove(index);
    return new MessageSet<>(kind, Collections.unmodifiableList(left));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageSet<?> that
        && hashCode() == that.hashCode()
        && messages.equals(that.messages);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = messages.hashCode();
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return messages.toString();
  }
}

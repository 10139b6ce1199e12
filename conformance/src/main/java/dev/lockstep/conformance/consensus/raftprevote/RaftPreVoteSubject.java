package dev.lockstep.conformance.consensus.raftprevote;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cluster whose servers ask before they begin an election, and whose leaders look whom they
 * heard, until everybody has what clients asked for.
 *
 * <p>A server stays with its leader for 150 milliseconds without a word, and asks after 150 to 300;
 * a leader looks whom it heard every 200 to 300.
 *
 * @see "RaftPreVote.tla, whose properties are those here"
 */
public final class RaftPreVoteSubject extends RaftSubject {

  private static final Timer PATIENCE = Timer.after(Span.ofMillis(150, 150));
  private static final Timer ELECTION = Timer.after(Span.ofMillis(150, 300));
  private static final Timer CHECK = Timer.after(Span.ofMillis(200, 300));

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new RaftPreVoteBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new RaftPreVoteSubject(size);
    }
  }

  private RaftPreVoteSubject(int size) {
    super(new RaftPreVoteBinding(), size, Map.of());
  }

  private RaftPreVoteSubject(RaftPreVoteSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RaftPreVoteSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.LosePatience ignored -> PATIENCE;
      case Input.AskForPreVotes ignored -> ELECTION;
      case Input.Timeout ignored -> Timer.AT_ONCE;
      case Input.CheckQuorum ignored -> CHECK;
      case Input.StepDown ignored -> CHECK;
      default -> super.timer(node, input);
    };
  }

  /** As in Raft; but what wears out is the patience with a leader, and that before asking. */
  @Override
  public boolean restarts(NodeId node, Object input, Transition<Message> step) {
    return (input instanceof Input.LosePatience || input instanceof Input.AskForPreVotes)
        && super.restarts(node, new Input.Timeout(), step);
  }

  @Override
  public List<Property<Message>> properties() {
    List<Property<Message>> all = new ArrayList<>(super.properties());
    all.add(Property.invariant("TouchByRole", RaftPreVoteProperties::touchByRole));
    all.add(Property.step("PreVotedByQuorum", RaftPreVoteProperties::preVotedByQuorum));
    all.add(Property.step("ContentWithLeader", RaftPreVoteProperties::contentWithLeader));
    all.add(Property.step("StepsDownInNeed", RaftPreVoteProperties::stepsDownInNeed));
    all.add(Property.step("GoesOnInContact", RaftPreVoteProperties::goesOnInContact));
    return all;
  }

  @Override
  public List<Place> observed(NodeId node) {
    return Stream.concat(
            super.observed(node).stream(),
            Stream.of("heard", "preVotes", "contacts")
                .map(variable -> Place.of(variable, node.name())))
        .toList();
  }
}

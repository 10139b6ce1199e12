package dev.lockstep.conformance.consensus.raftreadindex;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.conformance.consensus.raft.RaftSubject;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cluster that elects leaders while clients ask for a few values, and ask again and again to
 * read, each server whether it leads or not.
 *
 * @see "RaftReadIndex.tla, whose properties are those here, with those of Raft.tla"
 */
public final class ReadIndexSubject extends RaftSubject {

  /** A client reads. */
  private static final Timer READ = Timer.after(Span.ofMillis(30, 600));

  /** A round begins at once, or is repeated. */
  private static final Timer CONFIRM =
      Timer.after(Span.ofMillis(20, 60)).orHastily(0.5, Span.ofMillis(0, 2));

  private static final Timer SOON = Timer.after(Span.ofMillis(0, 5));

  private static final Set<Value> READS = Set.of(new Value("r1"), new Value("r2"));

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return new ReadIndexBinding().protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return new ReadIndexSubject(new ReadIndexBinding(), size);
    }
  }

  /** Creates the subject with servers s1, s2 and so on. */
  ReadIndexSubject(RaftBinding binding, int size) {
    super(binding, size, Map.of("Read", READS));
  }

  private ReadIndexSubject(ReadIndexSubject subject, Cluster<Message> cluster) {
    super(subject, cluster);
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new ReadIndexSubject(this, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch ((Input) input) {
      case Input.Read ignored -> READ;
      case Input.ConfirmReads ignored -> CONFIRM;
      case Input.AnswerRead ignored -> SOON;
      case Input.Apply ignored -> SOON;
      default -> super.timer(node, input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return Stream.concat(
            super.properties().stream(),
            Stream.of(
                Property.invariant("OnlyLeadersRead", ReadProperties::onlyLeadersRead),
                Property.invariant("AppliedIsCommitted", ReadProperties::appliedIsCommitted),
                Property.invariant("RoundsAreAsked", ReadProperties::roundsAreAsked),
                Property.invariant("AckIsOfTheTerm", ReadProperties::ackIsOfTheTerm),
                Property.<Message>step("LinearizableReads", ReadProperties::linearizableReads)))
        .toList();
  }

  @Override
  public List<Place> observed(NodeId node) {
    return Stream.concat(
            super.observed(node).stream(),
            Stream.of("lastApplied", "reads", "readRound", "readAcked")
                .map(variable -> Place.of(variable, node.name())))
        .toList();
  }
}

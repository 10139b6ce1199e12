package dev.lockstep.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader may send on before it hears how much has arrived, as much at once as it likes. */
class PipelineTest {

  private static final NodeId S1 = new NodeId("s1");
  private static final NodeId S2 = new NodeId("s2");
  private static final int BATCH = 3;

  private final Raft s1 = new Raft(S1, List.of(S1, S2), List.of(), BATCH);
  private final Raft s2 = new Raft(S2, List.of(S1, S2), List.of(), BATCH);
  private State leader = s1.initial();
  private State follower = s2.initial();

  /** s1 leads, with six entries of which s2 has none. */
  @BeforeEach
  void elect() {
    leader = s1.initial();
    follower = s2.initial();
    Message request = lead(new Input.Timeout()).getFirst();
    Message vote = take(request).orElseThrow();
    take(vote);
    lead(new Input.Lead());
    for (int n = 2; n <= 6; n++) {
      lead(new Input.Request(new Value("v" + n)));
    }
  }

  @Test
  void several_requests_on_the_way_are_confirmed_by_one_answer_each_or_by_the_last() {
    Message first = send(0, 2);
    Message second = send(2, 3);
    Message third = send(5, 1);
    take(first);
    take(second);
    take(take(third).orElseThrow());
    assertThat(leader.progress().match(S2)).isEqualTo(6);
    assertThat(leader.progress().next(S2)).isEqualTo(7);
    lead(new Input.Commit());
    assertThat(leader.commitIndex()).isEqualTo(6);
    assertThat(follower.log()).isEqualTo(leader.log());
  }

  @Test
  void a_request_that_is_lost_on_the_way_is_sent_again_with_what_came_after_it() {
    Message first = send(0, 2);
    send(2, 2); // and lost
    Message third = send(4, 2);
    Message confirmed = take(first).orElseThrow();
    Message refused = take(third).orElseThrow();
    assertThat(follower.log().lastIndex()).isEqualTo(2);
    take(confirmed);
    assertThat(take(refused)).isEmpty();

    // Nothing has to be remembered of what was on the way: the next entry is the one after the
    // confirmed ones.
    assertThat(s1.localInputs(leader)).contains(new Input.Replicate(S2, 2, BATCH));
    repair();
    assertThat(follower.log()).isEqualTo(leader.log());
    assertThat(leader.commitIndex()).isEqualTo(6);
  }

  @Test
  void requests_that_overtake_each_other_are_repaired_as_if_they_were_lost() {
    Message first = send(0, 3);
    Message second = send(3, 3);
    Message refused = take(second).orElseThrow();
    Message confirmed = take(first).orElseThrow();
    take(refused);
    take(confirmed);
    assertThat(leader.progress().match(S2)).isEqualTo(3);
    take(take(second).orElseThrow());
    assertThat(leader.progress().match(S2)).isEqualTo(6);
  }

  /** Whatever is sent, lost, doubled and overtaken. */
  @Property(tries = 300)
  void the_leader_never_believes_more_than_the_follower_has_and_all_arrives_in_the_end(
      @ForAll long seed) {
    elect();
    Random random = new Random(seed);
    List<Message> flying = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      long next = leader.progress().next(S2);
      switch (random.nextInt(4)) {
        case 0 -> {
          long prev = next - 1 + random.nextInt((int) (leader.log().lastIndex() - next) + 2);
          int rest = (int) (leader.log().lastIndex() - prev);
          flying.add(send(prev, random.nextInt(rest + 1)));
        }
        case 1 -> flying.addAll(lead(new Input.Request(new Value("w" + step))));
        default -> {
          if (!flying.isEmpty()) {
            int which = random.nextInt(flying.size());
            boolean stays = random.nextInt(4) == 0;
            Message message = stays ? flying.get(which) : flying.remove(which);
            if (random.nextInt(5) > 0) {
              take(message).ifPresent(flying::add);
            }
          }
        }
      }
      s1.step(leader, new Input.Commit()).ifPresent(committed -> leader = committed.state());
      long match = leader.progress().match(S2);
      assertThat(follower.log().lastIndex()).isGreaterThanOrEqualTo(match);
      assertThat(follower.log().upTo(match)).isEqualTo(leader.log().upTo(match));
      assertThat(leader.commitIndex()).isEqualTo(match);
    }
    Collections.shuffle(flying, random);
    flying.forEach(this::take);
    repair();
    assertThat(follower.log()).isEqualTo(leader.log());
    assertThat(leader.commitIndex()).isEqualTo(leader.log().lastIndex());
  }

  /** Calm: what is next is sent and arrives, until everything is confirmed. */
  private void repair() {
    while (leader.progress().match(S2) < leader.log().lastIndex()) {
      Input next =
          s1.localInputs(leader).stream()
              .filter(Input.Replicate.class::isInstance)
              .findFirst()
              .orElseThrow();
      State before = leader;
      take(take(lead(next).getFirst()).orElseThrow());
      assertThat(leader).as("progress after %s", next).isNotEqualTo(before);
    }
    s1.step(leader, new Input.Commit()).ifPresent(committed -> leader = committed.state());
  }

  private Message send(long prev, int count) {
    Message message = lead(new Input.Replicate(S2, prev, count)).getFirst();
    assertThat(((AppendEntries) message).entries()).hasSize(count);
    return message;
  }

  private List<Message> lead(Input input) {
    Step<State, Message> step = s1.step(leader, input).orElseThrow();
    leader = step.state();
    return step.messages();
  }

  /** Hands a message over, and returns the answer if there is one. */
  private Optional<Message> take(Message message) {
    boolean isToLeader = message.to().equals(S1);
    Raft core = isToLeader ? s1 : s2;
    Optional<Step<State, Message>> step =
        core.step(isToLeader ? leader : follower, core.delivery(message));
    step.ifPresent(
        taken -> {
          if (isToLeader) {
            leader = taken.state();
          } else {
            follower = taken.state();
          }
        });
    return step.flatMap(taken -> taken.messages().stream().findFirst());
  }
}

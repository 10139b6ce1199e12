package dev.lockstep.commitment.twophasecommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Aborted;
import dev.lockstep.commitment.twophasecommit.Message.Commit;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final NodeId RM1 = new NodeId("rm1");
  private static final NodeId RM2 = new NodeId("rm2");

  @Test
  void a_message_has_the_type_that_the_spec_gives_it_and_one_receiver() {
    for (Message message : all()) {
      assertThat(message.type()).isEqualTo(message.getClass().getSimpleName());
    }
    assertThat(all().stream().filter(message -> message.to().equals(Message.TM)))
        .allMatch(message -> message instanceof Prepared || message instanceof Aborted)
        .hasSize(4);
  }

  @Test
  void messages_have_one_order() {
    assertThat(new TreeSet<>(all()))
        .containsExactly(
            new Abort(RM1),
            new Abort(RM2),
            new Aborted(RM1),
            new Aborted(RM2),
            new Commit(RM1),
            new Commit(RM2),
            new Prepare(RM1),
            new Prepare(RM2),
            new Prepared(RM1),
            new Prepared(RM2));
  }

  private static List<Message> all() {
    return List.of(
        new Prepared(RM2),
        new Prepare(RM2),
        new Commit(RM2),
        new Aborted(RM2),
        new Abort(RM2),
        new Prepared(RM1),
        new Prepare(RM1),
        new Commit(RM1),
        new Aborted(RM1),
        new Abort(RM1));
  }
}

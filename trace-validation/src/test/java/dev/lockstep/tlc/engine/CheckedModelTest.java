package dev.lockstep.tlc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tlc2.tool.queue.DiskStateQueue;

@DisplayName("TLC's checker")
class CheckedModelTest {

  /** Of these, some have been told to end before their threads begin. */
  private static final int QUEUES = 200;

  @Test
  void ends_the_threads_of_a_queue_that_was_finished_before_they_began(@TempDir Path directory)
      throws Exception {
    ThreadGroup group = new ThreadGroup("queues");
    List<DiskStateQueue> queues = new ArrayList<>();
    Thread start =
        new Thread(
            group,
            () -> {
              for (int i = 0; i < QUEUES; i++) {
                DiskStateQueue queue = new DiskStateQueue(directory.toString());
                queues.add(queue);
                queue.finishAll();
              }
            });
    start.start();
    start.join();

    CheckedModel.end(group, () -> queues.forEach(DiskStateQueue::finishAll));

    assertThat(group.activeCount()).isZero();
  }
}

package dev.lockstep.durable.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.durable.jdbc.SpecRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example does what its README says. */
class DurableOrderTest {

  @Test
  void killed_or_not_the_receipt_is_the_same_and_each_effect_is_there_once(@TempDir Path folder)
      throws IOException, SQLException, InterruptedException {
    DurableOrder.Receipt one = DurableOrder.run(7, folder.resolve("7"));
    DurableOrder.Receipt other = DurableOrder.run(8, folder.resolve("8"));

    assertThat(one).isEqualTo(other);
    for (String seed : List.of("7", "8")) {
      List<String> lines = Files.readAllLines(folder.resolve(seed).resolve("effects.txt"));
      assertThat(lines.stream().filter(line -> line.startsWith("effect")))
          .containsExactly(
              "effect payment order-17/charge: 4999 cents",
              "effect shipping order-17/ship: Think Distributed Systems");
      SpecRuns.assertIsRun(folder.resolve(seed).resolve("order.ndjson"));
    }
  }
}

package dev.lockstep.junit;

import dev.lockstep.driver.Driver;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A test that drives one's own code through every step of a bounded spec. Implement it in a class
 * with {@link FollowsSpec}; there is nothing more to write:
 *
 * <pre>{@code
 * @FollowsSpec(protocol = "lamport-clock")
 * class MyClockTest implements SpecTest {
 *   private Map<String, MyClock> clocks;
 *
 *   public void init(Setup setup) { ... }
 *   public boolean step(String action, Arguments arguments) { ... }
 *   public Map<String, ?> observe() { ... }
 * }
 * }</pre>
 *
 * <p>There is a test for each action of the spec, one for what the spec forbids, and one for what
 * was covered. Where code and spec part, the test of that action fails with the shortest run that
 * shows it, and the others are aborted as far as they do not know.
 */
public interface SpecTest extends Driver {

  /** Drives the code; called by JUnit. */
  @TestFactory
  default Stream<DynamicTest> followsTheSpec() {
    return SpecTests.of(this);
  }
}

package dev.lockstep.history.transaction;

import dev.lockstep.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Which operations had returned before which others were invoked, without the pairs that follow
 * from others: at most as many for each operation as can be open at a time.
 */
final class RealTime {

  private RealTime() {}

  /** One end of an operation. */
  private record End(int position, Operation operation, boolean invoked) {}

  /**
   * Calls {@code before} with pairs whose transitive closure is the order.
   *
   * @param operations those that matter
   */
  static void order(List<Operation> operations, BiConsumer<Operation, Operation> before) {
    List<End> ends = new ArrayList<>(operations.size() * 2);
    for (Operation operation : operations) {
      ends.add(new End(operation.invoked(), operation, true));
      if (operation.isOk()) {
        ends.add(new End(operation.returned(), operation, false));
      }
    }
    ends.sort(Comparator.comparingInt(End::position));
    List<Operation> latest = new ArrayList<>();
    for (End end : ends) {
      Operation operation = end.operation();
      if (end.invoked()) {
        latest.forEach(earlier -> before.accept(earlier, operation));
      } else {
        // What had returned when this one began is before whatever this one is before.
        latest.removeIf(earlier -> earlier.isBefore(operation));
        latest.add(operation);
      }
    }
  }
}

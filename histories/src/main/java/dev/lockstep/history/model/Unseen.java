package dev.lockstep.history.model;

import dev.lockstep.history.Operation;
import java.util.List;

/** Operations that may be left out of every history. */
final class Unseen {

  private Unseen() {}

  /** Leaves out pending reads: nobody was told what they saw. */
  static List<Operation> withoutReads(List<Operation> operations) {
    return operations.stream()
        .filter(operation -> !operation.isPending() || !isRead(operation.function()))
        .toList();
  }

  private static boolean isRead(String function) {
    return switch (function) {
      case "read", "get", "contains" -> true;
      default -> false;
    };
  }
}

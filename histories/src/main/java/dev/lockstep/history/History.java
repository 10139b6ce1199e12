package dev.lockstep.history;

import java.util.List;

/**
 * A log of operations. Immutable.
 *
 * @param name of the file
 * @param operations in the order of their invocations; the number of each is its index
 * @param skipped how many events were of nobody who is a client (Jepsen's nemesis)
 * @param warnings what a reader should know, as sentences
 */
public record History(String name, List<Operation> operations, int skipped, List<String> warnings) {

  /** Copies the lists. */
  public History {
    operations = List.copyOf(operations);
    warnings = List.copyOf(warnings);
  }
}

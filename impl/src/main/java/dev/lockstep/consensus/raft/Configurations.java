package dev.lockstep.consensus.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the latest configuration of a log, whatever it looks like: among its entries, or else in
 * its snapshot, which stands for configurations, too.
 */
final class Configurations {

  private Configurations() {}

  /** Returns the index of the latest configuration among the entries of a log; 0 without one. */
  static long index(Log log, Class<?> kind) {
    long index = log.lastIndex();
    while (index > log.snapshot().index() && !kind.isInstance(log.at(index).value())) {
      index--;
    }
    return index > log.snapshot().index() ? index : 0;
  }

  /** Returns the latest configuration of a log, or {@code initial} if there is none. */
  static <C> C latest(Log log, Class<C> kind, C initial) {
    long index = index(log, kind);
    if (index > 0) {
      return kind.cast(log.at(index).value());
    }
    List<Object> image = log.snapshot().image();
    return startsWith(image, kind) ? kind.cast(image.getFirst()) : initial;
  }

  /**
   * Returns a state machine whose image begins with the latest configuration. The machine itself
   * sees other values only.
   */
  static StateMachine keeping(Class<?> kind, StateMachine machine) {
    return (image, value) -> {
      boolean known = startsWith(image, kind);
      List<Object> rest = known ? image.subList(1, image.size()) : image;
      List<Object> all = new ArrayList<>();
      if (kind.isInstance(value)) {
        all.add(value);
        all.addAll(rest);
      } else {
        if (known) {
          all.add(image.getFirst());
        }
        all.addAll(machine.apply(rest, value));
      }
      return List.copyOf(all);
    };
  }

  private static boolean startsWith(List<Object> image, Class<?> kind) {
    return !image.isEmpty() && kind.isInstance(image.getFirst());
  }
}

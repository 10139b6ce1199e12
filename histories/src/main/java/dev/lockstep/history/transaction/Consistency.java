package dev.lockstep.history.transaction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a database promises about transactions, weakest first. All operations of the histories here
 * are on single items, so repeatable read (PL-2.99 of Adya) excludes as much as serializability.
 */
public enum Consistency {
  /** PL-1: writes are not interleaved. */
  READ_UNCOMMITTED,
  /** PL-2: only what is committed is read. */
  READ_COMMITTED,
  /** Reads are of one snapshot, and of two that write the same item one aborts. */
  SNAPSHOT_ISOLATION,
  /** PL-2.99: what was read does not change before the end. */
  REPEATABLE_READ,
  /** PL-3: there is one order of all transactions. */
  SERIALIZABLE,
  /** An order that is true to what each process did in turn. */
  STRONG_SESSION_SERIALIZABLE,
  /** An order that is true to real time. */
  STRICT_SERIALIZABLE;

  /** Returns the name in options and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the one of that name. */
  public static Optional<Consistency> of(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }

  /** Returns all that a database with these anomalies does not give. */
  public static List<Consistency> excludedBy(List<Anomaly> anomalies) {
    return Arrays.stream(values())
        .filter(value -> anomalies.stream().anyMatch(anomaly -> anomaly.isExcludedBy(value)))
        .toList();
  }
}

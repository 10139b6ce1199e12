package dev.lockstep.catalog;

import dev.lockstep.tlc.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model of a protocol: a module with a configuration that TLC checks, and the result that is
 * pinned for it.
 *
 * @param name how the user calls it, for example {@code small}
 * @param module the root module, without {@code .tla}
 * @param config the file name of the configuration
 * @param kind what it is for
 * @param about one sentence: what it asks
 * @param time how long it takes
 * @param conform whether code is compared with its states
 * @param verdict what TLC must say
 * @param property the invariant or property that must fall, if one must
 * @param distinct the pinned number of distinct states, if it is pinned
 * @param total the pinned number of all generated states, if it is pinned
 */
public record Model(
    String name,
    String module,
    String config,
    Kind kind,
    String about,
    Time time,
    boolean conform,
    Verdict verdict,
    Optional<String> property,
    OptionalLong distinct,
    OptionalLong total) {

  /** What a model is for. */
  public enum Kind {
    /** The protocol keeps what it promises. */
    HOLDS,
    /** The protocol with one mistake in it: a property must fall. */
    TWIN,
    /** Something interesting can happen: the counterexample is the run in which it does. */
    PROBE,
    /** What the protocol does not promise: it waits for a process that never comes back. */
    BLOCKING
  }

  /** How long a model takes. */
  public enum Time {
    /** Seconds: on every change. */
    CI,
    /** Minutes: once a night. */
    NIGHTLY
  }
}

package dev.lockstep.conformance;

/**
 * Every world that was reached, in little memory: its fingerprint, the key of its state, and the
 * step that led to it. The worlds themselves are not kept; {@link DivergenceFinder} derives them
 * again. One thread adds; any thread may look.
 */
final class Worlds {

  private static final int ROOT = -1;

  /** The classes of worlds; the same number is that of its key in {@link #keys}. */
  private final FingerprintTable classes = new FingerprintTable();

  private final LongColumn keys = new LongColumn();

  /** The state classes: a state can be that of several worlds. */
  private final FingerprintTable states = new FingerprintTable();

  /** Under symmetry: the signatures of the steps from the first world of each class. */
  private final LongColumn signatures = new LongColumn();

  /** Fingerprints of members of known classes that were looked at, too. */
  private final FingerprintTable members = new FingerprintTable();

  /** For each world in the order of discovery: the one before it, and which step of that it was. */
  private final LongColumn ways = new LongColumn();

  /** Returns whether this class of worlds is known. */
  boolean knows(long ofClass) {
    return classes.find(ofClass) >= 0;
  }

  /** Returns the number of a class of worlds, or -1; any thread may ask. */
  int find(long ofClass) {
    return classes.find(ofClass);
  }

  /** Returns the key of the state of the world that was the first of its class. */
  long key(int ofClass) {
    return keys.get(ofClass);
  }

  /**
   * Adds a world that is the first of its class.
   *
   * @return whether it is also the first of its state
   */
  boolean add(long ofClass, long key, long stateClass) {
    // The key has to be there before anybody finds the class.
    keys.add(key);
    classes.add(ofClass);
    return states.add(stateClass);
  }

  /** Notes the signature of the next class: classes are expanded in the order of their numbers. */
  void sign(long signature) {
    signatures.add(signature);
  }

  /** Returns the signature of a class that was expanded. */
  long signature(int ofClass) {
    return signatures.get(ofClass);
  }

  /** Adds a member of a known class; returns whether it was not among them. */
  boolean addMember(long exact) {
    return members.add(exact);
  }

  /** Notes how a world was reached; returns its number. */
  int reached(int parent, int step) {
    ways.add((long) parent << 32 | step);
    return ways.size() - 1;
  }

  /** Notes the world that was not reached from another; returns its number. */
  int root() {
    return reached(ROOT, 0);
  }

  /** Returns the number of the world before that with this number, or a negative number. */
  int parent(int number) {
    return (int) (ways.get(number) >> 32);
  }

  /** Returns which of the steps of the world before led to that with this number. */
  int step(int number) {
    return (int) ways.get(number);
  }

  /** Returns how many classes of worlds there are. */
  int size() {
    return classes.size();
  }

  /** Returns how many classes of states there are. */
  int states() {
    return states.size();
  }

  /** Returns how many bytes of memory all this takes. */
  long bytes() {
    return classes.bytes()
        + keys.bytes()
        + states.bytes()
        + members.bytes()
        + ways.bytes()
        + signatures.bytes();
  }
}

package dev.lockstep.symmetry;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;

/** Specs with interchangeable atoms, each loaded once. */
@SuppressWarnings("ImmutableEnumChecker") // a loaded spec and its symmetry never change
enum Subject {
  /** The classic two-phase commit of the examples; its resource managers are strings. */
  EXAMPLE(
      Path.of("..", "examples", "inria-two-phase"),
      "TwoPhase",
      "SPECIFICATION TPSpec CONSTANT RM = {\"rm-0\", \"rm-1\", \"rm-2\", \"rm-3\"}"
          + " INVARIANT TPConsistent"),
  /** Two-phase commit of the catalog; its resource managers are model values. */
  CATALOG(
      Path.of("..", "specs", "commitment", "two-phase-commit"),
      "MCTwoPhaseCommit",
      "SPECIFICATION Spec CONSTANT RM = {rm1, rm2, rm3} INVARIANT TypeOK"),
  /** The clocks of the catalog, which count in messages between two processes. */
  CLOCKS(
      Path.of("..", "specs", "time", "lamport-clock"),
      "MCLamportClock",
      "SPECIFICATION MCSpec CONSTANT Process = {p1, p2, p3} CONSTANT MaxClock = 2"),
  /** Typed model values, strings as keys and values, functions of pairs, sets of sets. */
  LINKS(
      "Links",
      """
      ---- MODULE Links ----
      EXTENDS Naturals, FiniteSets, TLC
      CONSTANTS Node, Key, None
      VARIABLES link, seen, box, last, groups, holder
      vars == <<link, seen, box, last, groups, holder>>
      Init == /\\ link = [p \\in Node \\X Node |-> "down"]
              /\\ seen = [k \\in Key |-> {}]
              /\\ box = {}
              /\\ last \\in {<<n, "none">> : n \\in Node}
              /\\ groups = {}
              /\\ holder = [n \\in {} |-> None]
      Connect(a, b) ==
        /\\ a # b
        /\\ link' = [link EXCEPT ![a, b] = "up"]
        /\\ last' = <<a, "connect", b>>
        /\\ UNCHANGED <<seen, box, groups, holder>>
      Send(a, k) ==
        /\\ box' = box \\cup {[from |-> a, key |-> k, twice |-> a \\in seen[k]]}
        /\\ last' = <<a, k>>
        /\\ UNCHANGED <<link, seen, groups, holder>>
      See(b) ==
        \\E m \\in box :
          /\\ link[m.from, b] = "up"
          /\\ seen' = [seen EXCEPT ![m.key] = @ \\cup {b}]
          /\\ box' = box \\ {m}
          /\\ UNCHANGED <<link, last, groups, holder>>
      Group(k) ==
        /\\ groups' = groups \\cup {seen[k]}
        /\\ UNCHANGED <<link, seen, box, last, holder>>
      Hold(n, k) ==
        /\\ n \\notin DOMAIN holder
        /\\ holder' = holder @@ (n :> IF Cardinality(seen[k]) > 1 THEN k ELSE None)
        /\\ UNCHANGED <<link, seen, box, last, groups>>
      Next == \\/ \\E a, b \\in Node : Connect(a, b)
              \\/ \\E a \\in Node, k \\in Key : Send(a, k) \\/ Hold(a, k)
              \\/ \\E b \\in Node : See(b)
              \\/ \\E k \\in Key : Group(k)
      Spec == Init /\\ [][Next]_vars
      ====
      """,
      "SPECIFICATION Spec CONSTANT Node = {N_a, N_b, N_c, N_d} CONSTANT None = None"
          + " CONSTANT Key = {\"k1\", \"k2\", \"k3\"}"),
  /** Sequences of model values; two of them are set apart by a constant. */
  QUEUES(
      "Queues",
      """
      ---- MODULE Queues ----
      EXTENDS Naturals, Sequences
      CONSTANTS Worker, Leader, Deputy
      VARIABLES queue, term, votes
      vars == <<queue, term, votes>>
      Init == /\\ queue = <<>>
              /\\ term = [w \\in Worker |-> 0]
              /\\ votes = [w \\in Worker |-> Leader]
      Join(w) == /\\ Len(queue) < 4
                 /\\ queue' = Append(queue, [who |-> w, term |-> term[w]])
                 /\\ UNCHANGED <<term, votes>>
      Serve == /\\ queue # <<>>
               /\\ term' = [term EXCEPT ![Head(queue).who] = (@ + 1) % 3]
               /\\ queue' = Tail(queue)
               /\\ UNCHANGED votes
      Vote(w, c) == /\\ w # Leader /\\ c # Deputy
                    /\\ votes' = [votes EXCEPT ![w] = c]
                    /\\ UNCHANGED <<queue, term>>
      Next == Serve \\/ \\E w \\in Worker : Join(w) \\/ \\E c \\in Worker : Vote(w, c)
      Spec == Init /\\ [][Next]_vars
      ====
      """,
      "SPECIFICATION Spec CONSTANT Worker = {w1, w2, w3, w4, w5}"
          + " CONSTANT Leader = w2 CONSTANT Deputy = w4");

  private final Spec spec;
  private final Symmetry symmetry;

  Subject(Path directory, String module, String config) {
    this.spec =
        load(
            new SpecSource(
                module, List.of(directory.toAbsolutePath().normalize()), "test.cfg", config));
    this.symmetry = Symmetry.of(spec);
  }

  Subject(String module, String text, String config) {
    this(written(module, text), module, config);
  }

  Spec spec() {
    return spec;
  }

  Symmetry symmetry() {
    return symmetry;
  }

  /** Walks at random from an initial state. */
  SpecState reach(Random random) throws SpecException {
    List<SpecState> initial = spec.initialStates();
    SpecState state = initial.get(random.nextInt(initial.size()));
    for (int left = random.nextInt(14); left > 0; left--) {
      List<SpecStep> steps = spec.successors(state);
      if (steps.isEmpty()) {
        return state;
      }
      state = steps.get(random.nextInt(steps.size())).target();
    }
    return state;
  }

  /** Returns up to {@code limit} states, breadth first. */
  Set<SpecState> states(int limit) throws SpecException {
    List<SpecState> order = new ArrayList<>(spec.initialStates());
    Set<SpecState> seen = new HashSet<>(order);
    for (int next = 0; next < order.size() && order.size() < limit; next++) {
      for (SpecStep step : spec.successors(order.get(next))) {
        if (seen.add(step.target())) {
          order.add(step.target());
        }
      }
    }
    return seen;
  }

  Permutation permutation(Random random) {
    return permutation(symmetry, random);
  }

  /** Draws any permutation of the atoms of each class. */
  static Permutation permutation(Symmetry symmetry, Random random) {
    byte[] images = new byte[symmetry.atoms().list().size()];
    List<TlaValue> atoms = symmetry.atoms().list();
    for (SortedSet<TlaValue> alike : symmetry.classes()) {
      List<TlaValue> shuffled = new ArrayList<>(alike);
      Collections.shuffle(shuffled, random);
      int next = 0;
      for (TlaValue atom : alike) {
        images[atoms.indexOf(atom)] = (byte) atoms.indexOf(shuffled.get(next++));
      }
    }
    return new Permutation(symmetry, images);
  }

  static Spec load(SpecSource source) {
    try {
      return Spec.load(source);
    } catch (SpecException e) {
      throw new AssertionError("the test's spec does not load", e);
    }
  }

  static Path written(String module, String text) {
    try {
      Path directory = Files.createTempDirectory("symmetry");
      directory.toFile().deleteOnExit();
      Path file = Files.writeString(directory.resolve(module + ".tla"), text);
      file.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

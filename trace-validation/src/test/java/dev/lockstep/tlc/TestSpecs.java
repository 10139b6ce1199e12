package dev.lockstep.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Specs as text, and the exploration of all their states. */
final class TestSpecs {

  private TestSpecs() {}

  /** What an exploration counts, as TLC does: the initial states and all targets of all steps. */
  record Count(int distinct, int total) {}

  static final String COUNTER =
      """
      ---- MODULE Counter ----
      EXTENDS Naturals
      CONSTANT Limit
      ASSUME LimitIsPositive == Limit > 0
      VARIABLE n
      Init == n = 0
      Increment == /\\ n < Limit
                   /\\ n' = n + 1
      Reset == n = Limit /\\ n' = 0
      Next == Increment \\/ Reset
      Spec == Init /\\ [][Next]_n
      Bounded == n <= Limit
      Small == n < 2
      ====
      """;

  /** Two-phase commit with perfect channels; written after the protocol, for 3 RMs 288 states. */
  static final String TWO_PHASE =
      """
      ---- MODULE TwoPhase ----
      CONSTANT RM
      VARIABLES rmState, tmState, tmPrepared, msgs
      vars == <<rmState, tmState, tmPrepared, msgs>>
      Init == /\\ rmState = [r \\in RM |-> "working"]
              /\\ tmState = "init"
              /\\ tmPrepared = {}
              /\\ msgs = {}
      TMRcvPrepared(r) ==
        /\\ tmState = "init"
        /\\ [type |-> "Prepared", rm |-> r] \\in msgs
        /\\ tmPrepared' = tmPrepared \\union {r}
        /\\ UNCHANGED <<rmState, tmState, msgs>>
      TMCommit ==
        /\\ tmState = "init"
        /\\ tmPrepared = RM
        /\\ tmState' = "committed"
        /\\ msgs' = msgs \\union {[type |-> "Commit"]}
        /\\ UNCHANGED <<rmState, tmPrepared>>
      TMAbort ==
        /\\ tmState = "init"
        /\\ tmState' = "aborted"
        /\\ msgs' = msgs \\union {[type |-> "Abort"]}
        /\\ UNCHANGED <<rmState, tmPrepared>>
      RMPrepare(r) ==
        /\\ rmState[r] = "working"
        /\\ rmState' = [rmState EXCEPT ![r] = "prepared"]
        /\\ msgs' = msgs \\union {[type |-> "Prepared", rm |-> r]}
        /\\ UNCHANGED <<tmState, tmPrepared>>
      RMChooseToAbort(r) ==
        /\\ rmState[r] = "working"
        /\\ rmState' = [rmState EXCEPT ![r] = "aborted"]
        /\\ UNCHANGED <<tmState, tmPrepared, msgs>>
      RMRcvCommitMsg(r) ==
        /\\ [type |-> "Commit"] \\in msgs
        /\\ rmState' = [rmState EXCEPT ![r] = "committed"]
        /\\ UNCHANGED <<tmState, tmPrepared, msgs>>
      RMRcvAbortMsg(r) ==
        /\\ [type |-> "Abort"] \\in msgs
        /\\ rmState' = [rmState EXCEPT ![r] = "aborted"]
        /\\ UNCHANGED <<tmState, tmPrepared, msgs>>
      Next ==
        \\/ TMCommit \\/ TMAbort
        \\/ \\E r \\in RM : \\/ TMRcvPrepared(r) \\/ RMPrepare(r) \\/ RMChooseToAbort(r)
                          \\/ RMRcvCommitMsg(r) \\/ RMRcvAbortMsg(r)
      Spec == Init /\\ [][Next]_vars
      Consistent ==
        \\A a, b \\in RM : ~(rmState[a] = "committed" /\\ rmState[b] = "aborted")
      TMCommitEarly ==
        /\\ tmState = "init"
        /\\ tmPrepared # {}
        /\\ tmState' = "committed"
        /\\ msgs' = msgs \\union {[type |-> "Commit"]}
        /\\ UNCHANGED <<rmState, tmPrepared>>
      ====
      """;

  static final String TWO_PHASE_CONFIG =
      """
      SPECIFICATION Spec
      CONSTANT RM = {rm1, rm2, rm3}
      CONSTANTS rm1 = rm1
      INVARIANT Consistent
      """;

  /** Writes a module and says where it is. */
  static SpecSource source(Path directory, String module, String text, String config) {
    write(directory, module, text);
    return new SpecSource(module, List.of(directory), module + ".cfg", config);
  }

  static void write(Path directory, String module, String text) {
    try {
      Files.writeString(directory.resolve(module + ".tla"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Count explore(Spec spec) throws SpecException {
    Set<SpecState> seen = new HashSet<>();
    Deque<SpecState> queue = new ArrayDeque<>();
    int total = 0;
    for (SpecState state : spec.initialStates()) {
      total++;
      if (spec.withinConstraints(state) && seen.add(state)) {
        queue.add(state);
      }
    }
    for (SpecState state = queue.poll(); state != null; state = queue.poll()) {
      for (SpecStep step : spec.successors(state)) {
        total++;
        if (spec.withinConstraints(state, step.target()) && seen.add(step.target())) {
          queue.add(step.target());
        }
      }
    }
    return new Count(seen.size(), total);
  }

  static List<SpecState> reachable(Spec spec, int limit) throws SpecException {
    Set<SpecState> seen = new HashSet<>(spec.initialStates());
    List<SpecState> order = new ArrayList<>(seen);
    for (int i = 0; i < order.size() && order.size() < limit; i++) {
      for (SpecStep step : spec.successors(order.get(i))) {
        if (seen.add(step.target())) {
          order.add(step.target());
        }
      }
    }
    return order;
  }
}

-------------------------- MODULE RaftTransferTwins -------------------------
(***************************************************************************)
(* Weak twins of RaftTransfer: the protocol with one mistake each.         *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* starts with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCRaftTransfer

-----------------------------------------------------------------------------
\* Accepts requests all the while.
ClosedNot == TRUE

\* Goes on with a transfer when it leads no longer.
KeepByAll == UNCHANGED transferTo

\* Does not wait until the target has everything.
SendTimeoutNowAtOnce(i) ==
  /\ transferTo[i] # Nobody
  /\ Send({[type |-> "TimeoutNow", term |-> currentTerm[i], from |-> i, to |-> transferTo[i]]})
  /\ UNCHANGED <<diskVars, memoryVars, transferTo>>

\* Sends it without the term in which it was true.
SendTimeoutNowForEver(i) ==
  /\ transferTo[i] # Nobody
  /\ matchIndex[i][transferTo[i]] = LastIndex(i)
  /\ Send({[type |-> "TimeoutNow", term |-> 0, from |-> i, to |-> transferTo[i]]})
  /\ UNCHANGED <<diskVars, memoryVars, transferTo>>

\* Obeys the leader of a term that is over.
RcvTimeoutNowOfAnyTerm(i, m) ==
  /\ InFlight(m, "TimeoutNow", i)
  /\ Timeout(i)
  /\ Keep

\* Leads at once: its log is complete, after all.
RcvTimeoutNowAndLead(i, m) ==
  /\ InFlight(m, "TimeoutNow", i)
  /\ m.term = currentTerm[i]
  /\ role[i] = "follower"
  /\ role' = [role EXCEPT ![i] = "leader"]
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> LastIndex(i) + 1]]
  /\ UNCHANGED <<diskVars, votesGranted, commitIndex, matchIndex, msgs>>
  /\ Keep

\* Sends nothing more to anybody while it hands over.
ClosedForAll ==
  \A i \in Server :
    transferTo[i] # Nobody /\ role'[i] = "leader" =>
      log'[i] = log[i] /\ {m \in msgs' : m.from = i} = {m \in msgs : m.from = i}
=============================================================================

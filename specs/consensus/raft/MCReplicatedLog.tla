--------------------------- MODULE MCReplicatedLog --------------------------
(***************************************************************************)
(* A model of ReplicatedLog: sequences grow for ever, so it says how long  *)
(* one gets, and enumerates what is chosen in one step.                    *)
(***************************************************************************)
EXTENDS ReplicatedLog, Naturals

CONSTANT MaxLog             \* how many entries are chosen

-----------------------------------------------------------------------------
MCNext ==
  \E n \in 1 .. MaxLog - Len(chosen) : \E entries \in [1..n -> Entry] : Choose(entries)

MCSpec == Init /\ [][MCNext]_chosen

-----------------------------------------------------------------------------
\* Probe: the log is never full.
NeverFull == Len(chosen) < MaxLog
=============================================================================

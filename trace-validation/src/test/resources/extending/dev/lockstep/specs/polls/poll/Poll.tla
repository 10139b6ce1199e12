-------------------------------- MODULE Poll --------------------------------
(* A ballot in which only those votes count that were asked for. *)
EXTENDS Ballot

VARIABLE asked
pollVars == <<ballotVars, asked>>

Asked(place) == asked

PollInit == Init /\ asked = {}

Ask(s) ==
  /\ s \notin asked
  /\ winner = Nobody
  /\ asked' = asked \cup {s}
  /\ UNCHANGED ballotVars

PollVote(s, t) == s \in asked /\ Vote(s, t) /\ UNCHANGED asked

PollNext ==
  \E s \in Server :
    \/ Ask(s)
    \/ Win(s) /\ UNCHANGED asked
    \/ \E t \in Server : PollVote(s, t)

PollSpec == PollInit /\ [][PollNext]_pollVars

VotersWereAsked == \A s \in Server : votedFor[s] # Nobody => s \in asked

WinnerWasVotedFor == winner # Nobody => \E s \in asked : votedFor[s] = winner
=============================================================================

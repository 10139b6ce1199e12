------------------------------ MODULE PollTwins -----------------------------
EXTENDS MCPoll

\* No vote is enough.
IsQuorumOfNone(servers, place) == TRUE
=============================================================================

------------------------------- MODULE MCPoll -------------------------------
EXTENDS Poll

CONSTANT MaxAsked

FewAsked == Cardinality(asked) <= MaxAsked
=============================================================================

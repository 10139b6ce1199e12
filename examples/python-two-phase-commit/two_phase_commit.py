"""Two-phase commit, written without Lockstep in mind: nodes that handle messages and timers.

A node hands what it sends to `send`, and writes what it must not forget to its journal, a list that
outlives it. Whoever runs the nodes delivers messages, fires timers, and starts a crashed node again
from its journal.
"""

WORKING, PREPARED, COMMITTED, ABORTED = "working", "prepared", "committed", "aborted"


class Participant(object):
    """Votes on a transaction and then does as the coordinator says."""

    def __init__(self, name, journal, send, forgets_no=True):
        self.name = name
        self.journal = journal
        self.send = send
        self.state = journal[-1] if journal else WORKING
        # The bug, unless it is switched off: one who voted no does not remember that it has voted.
        self.voted = (PREPARED, COMMITTED) if forgets_no else (PREPARED, COMMITTED, ABORTED)

    def _enter(self, state):
        self.journal.append(state)
        self.state = state

    def on_vote_request(self):
        if self.state in self.voted:
            return  # a duplicate
        self._enter(PREPARED)
        self.send(("yes", self.name))

    def on_commit(self):
        if self.state == PREPARED:
            self._enter(COMMITTED)

    def on_abort(self):
        if self.state in (WORKING, PREPARED):
            self._enter(ABORTED)

    def on_local_problem(self):
        """The transaction cannot be done here: no, unless the vote was yes already."""
        if self.state == WORKING:
            self._enter(ABORTED)
            self.send(("no", self.name))

    def on_timeout(self):
        """In doubt: repeat the vote, to be told the decision."""
        if self.state == PREPARED:
            self.send(("yes", self.name))


class Coordinator(object):
    """Asks everybody for a vote and decides."""

    def __init__(self, names, journal, send):
        self.names = names
        self.journal = journal
        self.send = send
        self.yes = set()
        self.decision = None

    def recover(self):
        """After a crash: without a decision on disk nobody can have been told to commit."""
        self._decide(self.journal[-1] if self.journal else ABORTED)

    def _decide(self, decision):
        if not self.journal:
            self.journal.append(decision)
        self.decision = decision
        for name in self.names:
            self._tell(name)

    def _tell(self, name):
        self.send(("commit" if self.decision == COMMITTED else "abort", name))

    def request_votes(self):
        if self.decision is None:
            for name in self.names:
                self.send(("vote?", name))

    def on_yes(self, name):
        if self.decision is None:
            self.yes.add(name)
        else:
            self._tell(name)  # it missed the decision

    def on_no(self, name):
        if self.decision is None:
            self._decide(ABORTED)

    def when_all_voted(self):
        if self.decision is None and self.yes == set(self.names):
            self._decide(COMMITTED)

    def on_timeout(self):
        if self.decision is None:
            self._decide(ABORTED)

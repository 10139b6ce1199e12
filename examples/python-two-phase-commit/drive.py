"""Lets `lockstep drive` take the steps of the spec with the nodes of two_phase_commit.py."""

import json
import sys

from two_phase_commit import Coordinator, Participant

# How the spec calls the messages.
TYPES = {"vote?": "Prepare", "yes": "Prepared", "no": "Aborted", "commit": "Commit", "abort": "Abort"}


class Cluster(object):
    """The nodes, their journals, and the messages in flight."""

    def __init__(self, names, forgets_no):
        self.names = names
        self.forgets_no = forgets_no
        self.journals = {name: [] for name in names}
        self.journal = []
        self.messages = set()
        self.nodes = {name: self._participant(name) for name in names}
        self.coordinator = self._coordinator()

    def _participant(self, name):
        return Participant(name, self.journals[name], self.messages.add, self.forgets_no)

    def _coordinator(self):
        return Coordinator(self.names, self.journal, self.messages.add)

    def step(self, action, args):
        """Takes a step; says whether anything happened."""
        before = self.observe()
        self._cause(action, *args)
        return self.observe() != before

    def _cause(self, action, r=None):
        tm, rm = self.coordinator, self.nodes.get(r) if action != "LoseMessage" else None
        if action == "LoseMessage":
            self.messages.discard(self._message(r))
        elif action == "TMCrash":
            self.coordinator = None
        elif action == "TMRestart" and tm is None:
            self.coordinator = self._coordinator()
            self.coordinator.recover()
        elif action == "RMCrash":
            self.nodes[r] = None
        elif action == "RMRestart" and rm is None:
            self.nodes[r] = self._participant(r)
        elif action.startswith("TM") and tm is not None:
            self._coordinate(tm, action, r)
        elif action.startswith("RM") and rm is not None:
            self._participate(rm, action)

    def _coordinate(self, tm, action, r):
        if action == "TMPrepare":
            tm.request_votes()
        elif action == "TMCommit":
            tm.when_all_voted()
        elif action == "TMAbort":
            tm.on_timeout()
        elif action in ("TMRcvPrepared", "TMAnswer") and ("yes", r) in self.messages:
            # Which of the two it is depends on whether there is a decision.
            if (action == "TMAnswer") == (tm.decision is not None):
                tm.on_yes(r)
        elif action == "TMRcvAborted" and ("no", r) in self.messages:
            tm.on_no(r)

    def _participate(self, rm, action):
        if action == "RMChooseToAbort":
            rm.on_local_problem()
        elif action == "RMAsk":
            rm.on_timeout()
        elif action == "RMPrepare" and ("vote?", rm.name) in self.messages:
            rm.on_vote_request()
        elif action == "RMRcvCommitMsg" and ("commit", rm.name) in self.messages:
            rm.on_commit()
        elif action == "RMRcvAbortMsg" and ("abort", rm.name) in self.messages:
            rm.on_abort()

    def _message(self, record):
        return next(kind for kind in TYPES if TYPES[kind] == record["type"]), record["rm"]

    def observe(self):
        """The variables of the spec."""
        tm = self.coordinator
        return {
            "rmState": {name: node.state if node else "crashed" for name, node in self.nodes.items()},
            "rmLog": {name: log[-1] if log else "working" for name, log in self.journals.items()},
            "tmState": (tm.decision or "init") if tm else "crashed",
            "tmLog": self.journal[-1] if self.journal else "init",
            "tmPrepared": sorted(tm.yes) if tm else [],
            "msgs": [{"type": TYPES[kind], "rm": name} for kind, name in sorted(self.messages)],
        }


def main():
    forgets_no = "--fixed" not in sys.argv
    names, cluster = [], None
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        kind = request["request"]
        if kind == "hello":
            names = request["constants"]["RM"]
            answer = {"lockstep-drive": 1, "name": "two_phase_commit.py"}
        elif kind == "init":
            cluster = Cluster(names, forgets_no)
            answer = {"state": cluster.observe()}
        elif kind == "step":
            accepted = cluster.step(request["action"], request["args"])
            answer = {"accepted": accepted, "state": cluster.observe()}
        else:
            break
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

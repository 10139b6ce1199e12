#!/usr/bin/env python3
"""Two-phase commit over UDP, one process for each node, that writes a log of its own run for `lockstep validate`."""

import argparse
import json
import multiprocessing
import os
import pathlib
import random
import socket

HEADER = {"lockstep-trace": 1, "spec": "TwoPhaseCommit", "constants": {}}


class Log:
    """The log of one node, with its clocks. A restarted process goes on where its predecessor stopped."""

    def __init__(self, path, node, header):
        self.node, self.clock, self.vector = node, 0, {}
        lines = path.read_text().splitlines() if path.exists() else []
        for event in map(json.loads, lines[1:]):
            self.clock, self.vector = event["clock"], event["vector"]
        self.file = open(path, "a", buffering=1)  # each line is with the operating system once it is written
        if not lines:
            self.file.write(json.dumps(header) + "\n")

    def record(self, action, *args, state=None, received=None, sent=()):
        """Writes one step of the spec. Call it when the step is decided and on disk, and before its messages leave."""
        heard = received or {"clock": 0, "vector": {}}
        for node, count in heard["vector"].items():
            self.vector[node] = max(count, self.vector.get(node, 0))
        self.vector[self.node] = self.vector.get(self.node, 0) + 1
        self.clock = max(self.clock, heard["clock"]) + 1
        event = {"node": self.node, "clock": self.clock, "vector": self.vector, "action": action, "args": args,
                 "state": state or {}, "sent": [message["id"] for message in sent],
                 "received": [received["id"]] if received else []}
        self.file.write(json.dumps({name: value for name, value in event.items() if value not in ({}, [])}) + "\n")
        for message in sent:
            message.update(clock=self.clock, vector=self.vector)


class Node:
    def __init__(self, name, options, sock, addresses):
        self.name, self.options, self.socket, self.addresses = name, options, sock, addresses
        self.rms = [other for other in addresses if other != "tm"]
        self.log = Log(options.out / f"{name}.ndjson", name, {**HEADER, "constants": {"RM": self.rms}})
        self.disk = options.out / f"{name}.disk"
        self.random = random.Random(f"{options.seed} {name} {self.log.clock}")

    def persist(self, state):
        with open(self.disk, "w") as file:
            file.write(state)
            file.flush()
            os.fsync(file.fileno())

    def message(self, kind, rm):
        return {"id": f"{self.name}-{self.random.getrandbits(48):x}", "type": kind, "rm": rm}

    def send(self, messages, to):
        for message, node in zip(messages, to):
            if self.random.random() >= self.options.loss:
                self.socket.sendto(json.dumps(message).encode(), self.addresses[node])

    def receive(self):
        """Returns the next message, or None after a while without one."""
        try:
            return json.loads(self.socket.recv(65536))
        except socket.timeout:
            return None


class Coordinator(Node):
    def run(self):
        state, votes, patience = "init", set(), self.options.patience
        self.tell_all("Prepare", "TMPrepare", {"tmState": "init"})
        while True:  # for ever: participants may still ask. The parent ends it
            message = self.receive()
            kind, rm = (message["type"], message["rm"]) if message else (None, None)
            if state != "init":
                if kind == "Prepared":
                    answer = [self.message(state, rm)]
                    self.log.record("TMAnswer", rm, received=message, sent=answer)
                    self.send(answer, [rm])
            elif kind == "Prepared":
                votes.add(rm)
                self.log.record("TMRcvPrepared", rm, received=message, state={"tmPrepared": sorted(votes)})
                if len(votes) == (1 if self.options.bug else len(self.rms)):
                    state = self.decide("Commit", "TMCommit")
            elif kind == "Aborted":
                state = self.decide("Abort", "TMRcvAborted", rm, received=message)
            elif patience == 0:
                state = self.decide("Abort", "TMAbort")
            else:
                patience -= 1
                self.tell_all("Prepare", "TMPrepare", {"tmState": "init"})

    def decide(self, kind, action, *args, received=None):
        decision = {"Commit": "committed", "Abort": "aborted"}[kind]
        self.persist(decision)
        self.tell_all(kind, action, {"tmState": decision, "tmLog": decision}, *args, received=received)
        return kind

    def tell_all(self, kind, action, state, *args, received=None):
        messages = [self.message(kind, rm) for rm in self.rms]
        self.log.record(action, *args, state=state, received=received, sent=messages)
        self.send(messages, self.rms)


class Participant(Node):
    def run(self):
        self.state, patience = "working", 2 * self.options.patience
        if self.log.clock:  # there was a process before this one: it crashed
            self.log.record("RMCrash", self.name, state={f"rmState/{self.name}": "crashed"})
            self.enter("RMRestart", self.disk.read_text() if self.disk.exists() else "working", None, [])
        while self.state not in ("committed", "aborted"):
            message = self.receive()
            kind = message and message["type"]
            if kind == "Prepare" and self.state == "working":
                if self.name in self.options.no:
                    self.enter("RMChooseToAbort", "aborted", message, ["Aborted"])
                else:
                    self.enter("RMPrepare", "prepared", message, ["Prepared"])
            elif kind == "Commit" and self.state == "prepared":
                self.enter("RMRcvCommitMsg", "committed", message, [])
            elif kind == "Abort":
                self.enter("RMRcvAbortMsg", "aborted", message, [])
            elif kind is None and self.state == "prepared":
                self.enter("RMAsk", "prepared", None, ["Prepared"])
            elif kind is None and patience == 0:
                self.enter("RMChooseToAbort", "aborted", None, ["Aborted"])
            elif kind is None:
                patience -= 1

    def enter(self, action, state, received, kinds):
        self.persist(state)
        self.state = state
        votes = [self.message(kind, self.name) for kind in kinds]
        self.log.record(action, self.name, received=received, sent=votes,
                        state={f"rmState/{self.name}": state, f"rmLog/{self.name}": state})
        if action == "RMPrepare" and self.name in self.options.crash:
            os._exit(1)  # the vote is on disk, but does not leave
        self.send(votes, ["tm"])


def start(role, name, options, sockets):
    addresses = {node: sock.getsockname() for node, sock in sockets.items()}
    node = role(name, options, sockets[name], addresses)
    process = multiprocessing.Process(target=node.run)
    process.start()
    node.log.file.close()
    return process


def merge(out, nodes):
    """Puts all events into one log, in the order of their Lamport clocks: what happened before stands before."""
    logs = [(out / f"{node}.ndjson").read_text().splitlines() for node in nodes]
    events = sorted((json.loads(line) for log in logs for line in log[1:]), key=lambda e: (e["clock"], e["node"]))
    lines = [json.dumps(event) for event in events]
    (out / "run.ndjson").write_text("\n".join([logs[0][0], *lines]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="a new folder for logs and disks")
    parser.add_argument("--participants", type=int, default=3)
    parser.add_argument("--no", nargs="*", default=[], help="participants that vote no, for example rm1")
    parser.add_argument("--crash", nargs="*", default=[], help="participants that crash right after their vote")
    parser.add_argument("--loss", type=float, default=0.2, help="the share of messages that get lost")
    parser.add_argument("--patience", type=int, default=5, help="how often the coordinator asks again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bug", action="store_true", help="commit as soon as the first vote is in")
    options = parser.parse_args()
    options.out.mkdir(parents=True)
    nodes = ["tm"] + [f"rm{i + 1}" for i in range(options.participants)]
    sockets = {node: socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for node in nodes}
    for sock in sockets.values():
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.1)
    running = {name: start(Participant, name, options, sockets) for name in nodes[1:]}
    coordinator = start(Coordinator, "tm", options, sockets)
    while running:
        for name, process in list(running.items()):
            process.join(0.05)
            if process.exitcode is not None:
                del running[name]
                if process.exitcode != 0:
                    running[name] = start(Participant, name, options, sockets)
    coordinator.terminate()
    coordinator.join()
    merge(options.out, nodes)


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()

package dev.lockstep.conformance.consensus.microraft;

import io.microraft.RaftRole;
import io.microraft.model.log.LogEntry;
import io.microraft.report.RaftNodeReport;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node as it shows itself between two tasks: what its report says, and what it has written.
 *
 * @param term its term
 * @param votedFor whom it voted for in it
 * @param role its role
 * @param commitIndex up to where it knows the log committed
 * @param lastIndex the index of its last entry
 * @param lastTerm the term of its last entry
 * @param matchIndex as a leader: up to where it takes the logs of the others to be its own
 * @param log what it has written to its disk, flushed or not
 * @param flushes how many times it has flushed its log
 */
record Seen(
    int term,
    Optional<String> votedFor,
    RaftRole role,
    long commitIndex,
    long lastIndex,
    int lastTerm,
    SortedMap<String, Long> matchIndex,
    List<LogEntry> log,
    long flushes) {

  static Seen of(RaftNodeReport report, Disk disk) {
    SortedMap<String, Long> matches = new TreeMap<>();
    report
        .getLog()
        .getFollowerMatchIndices()
        .forEach((endpoint, index) -> matches.put(Endpoint.name(endpoint), index));
    return new Seen(
        report.getTerm().getTerm(),
        Optional.ofNullable(report.getTerm().getVotedEndpoint()).map(Endpoint::name),
        report.getRole(),
        report.getLog().getCommitIndex(),
        report.getLog().getLastLogOrSnapshotIndex(),
        report.getLog().getLastLogOrSnapshotTerm(),
        matches,
        disk.log(),
        disk.flushes());
  }

  boolean is(RaftRole other) {
    return role == other;
  }
}

package dev.lockstep.conformance.consensus.microraft;

import static dev.lockstep.conformance.consensus.microraft.Words.number;
import static dev.lockstep.conformance.consensus.microraft.Words.step;
import static dev.lockstep.conformance.consensus.microraft.Words.text;

import dev.lockstep.trace.LoggedCall;
import io.microraft.RaftRole;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task of a node amounts to in the spec, told from the outside: from the message that caused
 * it, from how the node showed itself before and after, and from what it sent. One task may be
 * several steps: a vote is counted, its receiver becomes the leader, and sends.
 *
 * @param node the node
 * @param cause why the task was run
 * @param before the node before it
 * @param after the node after it
 * @param sent what it sent, in order
 */
record Story(String node, Cause cause, Seen before, Seen after, List<Sent> sent) {

  /** A message and where it went. */
  record Sent(String to, RaftMessage message) {}

  /**
   * Whether the first step may be none of the spec. MicroRaft's refusal says less than the spec's,
   * and its leader goes back by one entry at a time, where the spec's may have gone back further.
   */
  boolean unsure() {
    return cause instanceof Cause.Message(AppendEntriesFailureResponse refused)
        && before.is(RaftRole.LEADER)
        && refused.getTerm() == before.term();
  }

  /** Returns the steps; none if nothing happened that the spec knows. */
  List<LoggedCall> steps() {
    List<LoggedCall> steps = new ArrayList<>();
    switch (cause) {
      case Cause.Message(RaftMessage message) -> received(message, steps);
      case Cause.Request(String value) -> {
        if (after.lastIndex() > before.lastIndex()) {
          steps.add(step("ClientRequest", text(node), text(value)));
        }
      }
      case Cause.Start(boolean again) -> {
        if (again) {
          steps.add(step("Restart", text(node)));
        }
      }
      case Cause.Own() -> {
        if (after.flushes() > before.flushes()) {
          steps.add(step("Flush", text(node)));
        }
      }
    }
    changes(steps);
    return steps;
  }

  /** The steps that a node takes by itself, or after it has taken note of a message. */
  private void changes(List<LoggedCall> steps) {
    if (after.is(RaftRole.CANDIDATE) && after.term() > before.term()) {
      steps.add(step("Timeout", text(node)));
    }
    if (after.is(RaftRole.LEADER) && !before.is(RaftRole.LEADER)) {
      steps.add(step("BecomeLeader", text(node)));
    }
    if (before.is(RaftRole.LEADER) && !after.is(RaftRole.LEADER) && after.term() == before.term()) {
      steps.add(step("StepDown", text(node)));
    }
    if (after.is(RaftRole.LEADER) && after.commitIndex() != before.commitIndex()) {
      steps.add(step("AdvanceCommitIndex", text(node), number(after.commitIndex())));
    }
    for (Sent request : sent) {
      if (request.message() instanceof AppendEntriesRequest append) {
        steps.add(
            step(
                "AppendEntries",
                text(node),
                text(request.to()),
                number(append.getPreviousLogIndex()),
                number(append.getLogEntries().size())));
      }
    }
  }

  /** The step of taking note of a message, if the node did. */
  private void received(RaftMessage message, List<LoggedCall> steps) {
    switch (message) {
      case VoteRequest request -> {
        boolean granted =
            sent.stream()
                .anyMatch(
                    answer -> answer.message() instanceof VoteResponse vote && vote.isGranted());
        if (granted || request.getTerm() < before.term() || after.term() > before.term()) {
          steps.add(step("RcvRequestVote", text(node), Words.message(request, node)));
        }
      }
      case VoteResponse vote -> {
        if (before.is(RaftRole.CANDIDATE)
            && (vote.getTerm() > before.term()
                || (vote.getTerm() == before.term() && vote.isGranted()))) {
          steps.add(step("RcvVote", text(node), Words.message(vote, node)));
        }
      }
      case AppendEntriesRequest request ->
          steps.add(step("RcvAppendEntries", text(node), Words.message(request, node)));
      case AppendEntriesSuccessResponse response -> {
        if (!after.matchIndex().equals(before.matchIndex())) {
          steps.add(step("RcvAppended", text(node), Words.message(response, node)));
        }
      }
      case AppendEntriesFailureResponse refused -> {
        if (after.term() > before.term() || unsure()) {
          steps.add(step("RcvRefused", text(node), Words.UNKNOWN));
        }
      }
      default -> {
        // Of pre-votes the spec knows nothing.
      }
    }
  }
}

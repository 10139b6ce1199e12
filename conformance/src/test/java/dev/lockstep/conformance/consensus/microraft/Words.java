package dev.lockstep.conformance.consensus.microraft;

import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** MicroRaft's messages and entries in the words of the spec. */
final class Words {

  static final LoggedValue UNKNOWN = new LoggedValue.Nothing();

  private Words() {}

  static LoggedValue text(String value) {
    return new LoggedValue.Text(value);
  }

  static LoggedValue number(long value) {
    return new LoggedValue.Whole(Math.toIntExact(value));
  }

  static LoggedCall step(String action, LoggedValue... arguments) {
    return LoggedCall.of(action, List.of(arguments));
  }

  static LoggedValue entries(List<LogEntry> entries) {
    return new LoggedValue.Items(
        entries.stream()
            .<LoggedValue>map(
                entry ->
                    fields(
                        Map.of(
                            "term", number(entry.getTerm()),
                            "value", text(entry.getOperation().toString()))))
            .toList());
  }

  /**
   * Returns {@code message} as it stands in the spec's {@code msgs}.
   *
   * @throws IllegalArgumentException if the message does not say all that the spec's has
   */
  static LoggedValue message(RaftMessage message, String to) {
    return switch (message) {
      case VoteRequest request ->
          message(
              "RequestVote",
              request,
              to,
              Map.of(
                  "lastIndex", number(request.getLastLogIndex()),
                  "lastTerm", number(request.getLastLogTerm())));
      case VoteResponse vote ->
          message("Vote", vote, to, Map.of("granted", new LoggedValue.Truth(vote.isGranted())));
      case AppendEntriesRequest request ->
          message(
              "AppendEntries",
              request,
              to,
              Map.of(
                  "prevIndex", number(request.getPreviousLogIndex()),
                  "prevTerm", number(request.getPreviousLogTerm()),
                  "entries", entries(request.getLogEntries()),
                  "commit", number(request.getCommitIndex())));
      case AppendEntriesSuccessResponse response ->
          message(
              "Appended", response, to, Map.of("matchIndex", number(response.getLastLogIndex())));
      default -> throw new IllegalArgumentException("the spec says more than " + message);
    };
  }

  private static LoggedValue message(
      String type, RaftMessage message, String to, Map<String, LoggedValue> more) {
    SortedMap<String, LoggedValue> all = new TreeMap<>(more);
    all.put("type", text(type));
    all.put("term", number(message.getTerm()));
    all.put("from", text(Endpoint.name(message.getSender())));
    all.put("to", text(to));
    return new LoggedValue.Fields(all);
  }

  private static LoggedValue fields(Map<String, LoggedValue> fields) {
    return new LoggedValue.Fields(new TreeMap<>(fields));
  }
}

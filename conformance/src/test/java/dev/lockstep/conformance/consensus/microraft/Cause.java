package dev.lockstep.conformance.consensus.microraft;

import io.microraft.model.message.RaftMessage;

/** Why a node runs a task, as seen from outside. */
sealed interface Cause {

  /** A message has arrived. */
  record Message(RaftMessage message) implements Cause {}

  /** A client asks to append a value. */
  record Request(String value) implements Cause {}

  /** The node starts, for the first time or again. */
  record Start(boolean again) implements Cause {}

  /** The node has planned it itself: a timer, or a write to its disk. */
  record Own() implements Cause {}
}

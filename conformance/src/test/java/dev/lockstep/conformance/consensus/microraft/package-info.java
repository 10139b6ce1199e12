/** Somebody else's Raft, MicroRaft, driven from one seed, and its runs against our spec. */
@NullMarked
package dev.lockstep.conformance.consensus.microraft;

import org.jspecify.annotations.NullMarked;

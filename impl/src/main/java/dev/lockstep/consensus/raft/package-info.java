/**
 * Raft: one core for a server, and what extends it, each beside the module of the spec that has its
 * name.
 */
@NullMarked
package dev.lockstep.consensus.raft;

import org.jspecify.annotations.NullMarked;

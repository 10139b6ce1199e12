/** What joins Raft's code to its spec, and its mutants and simulations. */
@NullMarked
package dev.lockstep.conformance.consensus.raft;

import org.jspecify.annotations.NullMarked;

/** What joins Raft's log compaction to its spec, and its mutants and simulations. */
@NullMarked
package dev.lockstep.conformance.consensus.raftsnapshot;

import org.jspecify.annotations.NullMarked;

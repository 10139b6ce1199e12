/**
 * What joins the code of pre-vote and check quorum to their spec, and its mutants and simulations.
 */
@NullMarked
package dev.lockstep.conformance.consensus.raftprevote;

import org.jspecify.annotations.NullMarked;

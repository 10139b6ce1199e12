/** What joins the code of single-server membership change to its spec, and its mutants and runs. */
@NullMarked
package dev.lockstep.conformance.consensus.raftmembership;

import org.jspecify.annotations.NullMarked;

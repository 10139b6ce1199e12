/** What joins the code of leases to its spec, and its mutants and simulations. */
@NullMarked
package dev.lockstep.conformance.consensus.raftlease;

import org.jspecify.annotations.NullMarked;

/** What joins the code of read index to its spec, and its mutants and simulations. */
@NullMarked
package dev.lockstep.conformance.consensus.raftreadindex;

import org.jspecify.annotations.NullMarked;

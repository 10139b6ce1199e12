/** What joins the code of leadership transfer to its spec, and its mutants and simulations. */
@NullMarked
package dev.lockstep.conformance.consensus.rafttransfer;

import org.jspecify.annotations.NullMarked;

/** Durable promises: their cluster, their binding to the spec, their mutants, their simulation. */
@NullMarked
package dev.lockstep.conformance.durable.promise;

import org.jspecify.annotations.NullMarked;

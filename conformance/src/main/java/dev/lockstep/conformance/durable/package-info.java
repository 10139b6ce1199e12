/** What the bindings of the protocols of durable executions share. */
@NullMarked
package dev.lockstep.conformance.durable;

import org.jspecify.annotations.NullMarked;

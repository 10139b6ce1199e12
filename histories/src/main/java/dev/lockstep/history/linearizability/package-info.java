/** Linearizability: is there an order of all operations, true to time, that one object allows? */
@NullMarked
package dev.lockstep.history.linearizability;

import org.jspecify.annotations.NullMarked;

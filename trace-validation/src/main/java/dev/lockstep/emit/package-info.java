/** A run as a plain TLA+ module for stock TLC, and what TLC says of it. */
@NullMarked
package dev.lockstep.emit;

import org.jspecify.annotations.NullMarked;

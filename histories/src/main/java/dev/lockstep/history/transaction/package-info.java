/** Isolation of transactions: cycles of dependencies between them, by the names of Adya (1999). */
@NullMarked
package dev.lockstep.history.transaction;

import org.jspecify.annotations.NullMarked;

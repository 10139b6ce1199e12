/**
 * What clients did and were told, read from logs: operations with a beginning, an end and an
 * answer.
 */
@NullMarked
package dev.lockstep.history;

import org.jspecify.annotations.NullMarked;

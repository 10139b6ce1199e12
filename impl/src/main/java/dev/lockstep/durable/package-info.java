/**
 * What the protocols of durable executions share: a promise as one record, and what that record is
 * at a given time; and what a program of several steps asks for, and leaves in the world.
 *
 * @see "PromiseRecord.tla"
 * @see "Program.tla"
 */
@NullMarked
package dev.lockstep.durable;

import org.jspecify.annotations.NullMarked;

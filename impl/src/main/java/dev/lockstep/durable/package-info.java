/**
 * What the protocols of durable executions share: a promise as one record, and what that record is
 * at a given time.
 *
 * @see "PromiseRecord.tla"
 */
@NullMarked
package dev.lockstep.durable;

import org.jspecify.annotations.NullMarked;

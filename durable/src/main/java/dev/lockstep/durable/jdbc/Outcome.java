package dev.lockstep.durable.jdbc;

import dev.lockstep.durable.PromiseState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a call that somebody wants to settle. What is settled stays as it is.
 *
 * @param state resolved, rejected or timed out
 * @param value as JSON text; null if there is none, since the call has timed out
 * @param at when it was settled
 * @param isNew whether this request settled it; if not, it was settled before
 */
public record Outcome(PromiseState state, @Nullable String value, Instant at, boolean isNew) {}

package dev.lockstep.durable.restart;

import dev.lockstep.durable.Value;

/**
 * What was done in the world for one step of a process.
 *
 * @param step which step it was, from 1 on
 * @param argument what was asked for
 * @param value what came of it
 * @see "Program.tla, Effect"
 */
public record Effect(int step, Argument argument, Value value) {}

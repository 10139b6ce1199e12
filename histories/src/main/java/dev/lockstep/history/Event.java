package dev.lockstep.history;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a log, as it is written. What is null was not in it.
 *
 * @param line counted from 1
 */
record Event(
    int line,
    @Nullable Value process,
    @Nullable Value type,
    @Nullable Value function,
    @Nullable Value key,
    @Nullable Value value) {}

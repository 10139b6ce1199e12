/**
 * The {@code lockstep} command: one class per verb, and the few pieces that verbs share.
 *
 * <p>A verb is a picocli command that implements {@code Callable<Integer>}, has {@link Output} as a
 * mixin for everything it says, and returns an exit code of {@link ExitCode}. What a user did wrong
 * is an {@link InputException}; {@link Failures} turns it, and everything else that is thrown, into
 * a message and an exit code. Verbs hold no logic of their own: they read options, call the room
 * that answers, and print.
 */
@NullMarked
package dev.lockstep.cli;

import org.jspecify.annotations.NullMarked;

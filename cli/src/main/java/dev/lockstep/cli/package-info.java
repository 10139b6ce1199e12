/** The {@code lockstep} command: one class per verb. */
@NullMarked
package dev.lockstep.cli;

import org.jspecify.annotations.NullMarked;

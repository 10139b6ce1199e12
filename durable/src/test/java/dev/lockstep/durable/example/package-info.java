/** The program of {@code examples/durable-order}. */
@NullMarked
package dev.lockstep.durable.example;

import org.jspecify.annotations.NullMarked;

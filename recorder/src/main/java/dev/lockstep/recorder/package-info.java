/**
 * What a Java program uses to write a log of its own run, which {@code lockstep validate} checks
 * against a spec.
 *
 * @see TraceLog
 */
@NullMarked
package dev.lockstep.recorder;

import org.jspecify.annotations.NullMarked;

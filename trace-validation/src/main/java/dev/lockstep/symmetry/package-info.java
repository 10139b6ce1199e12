/** Interchangeable atoms of a spec, and one state for all states that differ only by them. */
@NullMarked
package dev.lockstep.symmetry;

import org.jspecify.annotations.NullMarked;

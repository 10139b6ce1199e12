/**
 * Wrong versions of the cores, each with one fault, and the matrix of which layer of checks finds
 * which. A check that finds no fault anywhere is no evidence; a fault that no check finds is a
 * hole.
 */
@NullMarked
package dev.lockstep.mutants;

import org.jspecify.annotations.NullMarked;

/** Runs of a spec as text for people: a table of what changed, and a sequence diagram. */
@NullMarked
package dev.lockstep.diagram;

import org.jspecify.annotations.NullMarked;

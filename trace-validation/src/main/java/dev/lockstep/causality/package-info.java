/** The logs of several nodes as one run, whose events are ordered by what happened before what. */
@NullMarked
package dev.lockstep.causality;

import org.jspecify.annotations.NullMarked;

/** What single objects do when one operation comes after the other: registers, queues, locks, … */
@NullMarked
package dev.lockstep.history.model;

import org.jspecify.annotations.NullMarked;

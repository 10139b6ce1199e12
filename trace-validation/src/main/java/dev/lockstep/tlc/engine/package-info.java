/**
 * The bridge to TLC: the only classes that touch TLC's own. They live in a class loader of their
 * own together with TLC, one for each loaded spec; nobody else imports them.
 */
@NullMarked
package dev.lockstep.tlc.engine;

import org.jspecify.annotations.NullMarked;

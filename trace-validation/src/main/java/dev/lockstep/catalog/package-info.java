/**
 * What the specs jar holds: the protocols, their models with the pinned results, and their files.
 */
@NullMarked
package dev.lockstep.catalog;

import org.jspecify.annotations.NullMarked;

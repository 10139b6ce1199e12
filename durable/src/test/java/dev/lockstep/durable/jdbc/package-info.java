@NullMarked
package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.NullMarked;

/**
 * Users' own code under test against a spec.
 *
 * <p>A {@link dev.lockstep.driver.Driver}, or a command that speaks the line protocol of {@code
 * docs/drive-protocol.md}, lets the code take one step at a time. A {@link
 * dev.lockstep.driver.Trial} walks it along paths that cover the spec's state graph, compares what
 * it sees after every step with the spec, and tries what the spec forbids.
 */
@NullMarked
package dev.lockstep.driver;

import org.jspecify.annotations.NullMarked;

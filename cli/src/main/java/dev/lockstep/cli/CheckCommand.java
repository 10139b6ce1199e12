package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks models of a spec with TLC. */
@Command(
    name = "check",
    header = "Is the design right? TLC on the spec.",
    footer = {"  lockstep check two-phase-commit"})
final class CheckCommand implements Callable<Integer> {

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    throw InputException.of("this verb is not there yet");
  }
}

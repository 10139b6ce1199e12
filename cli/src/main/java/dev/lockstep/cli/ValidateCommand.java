package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Validates the log of a run against a spec. */
@Command(
    name = "validate",
    header = "Did this run follow the design? A log against the spec.",
    footer = {"  lockstep validate two-phase-commit"})
final class ValidateCommand implements Callable<Integer> {

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    throw InputException.of("this verb is not there yet");
  }
}

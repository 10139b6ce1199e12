package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks all questions about all protocols. */
@Command(
    name = "verify",
    header = "All of it, one table.",
    footer = {"  lockstep verify two-phase-commit"})
final class VerifyCommand implements Callable<Integer> {

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    throw InputException.of("this verb is not there yet");
  }
}

package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares the code of a protocol with its spec. */
@Command(
    name = "conform",
    header = "Is the code the design? States and steps of both, both ways.",
    footer = {"  lockstep conform two-phase-commit"})
final class ConformCommand implements Callable<Integer> {

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    throw InputException.of("this verb is not there yet");
  }
}

package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Simulates runs with faults. */
@Command(
    name = "simulate",
    header = "Show me a run: simulation with faults; writes logs.",
    footer = {"  lockstep simulate two-phase-commit"})
final class SimulateCommand implements Callable<Integer> {

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    throw InputException.of("this verb is not there yet");
  }
}

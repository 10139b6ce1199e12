package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists protocols and models. */
@Command(
    name = "list",
    header = "What there is: protocols, models, pinned results, what was verified.",
    footerHeading = "%nExamples:%n",
    footer = {"  lockstep list two-phase-commit"})
final class ListCommand implements Callable<Integer> {

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    throw InputException.of("this verb is not there yet");
  }
}

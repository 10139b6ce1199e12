package dev.lockstep.cli;

import dev.lockstep.conformance.Checkpoint;
import dev.lockstep.conformance.CheckpointException;
import dev.lockstep.conformance.ComparisonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The files that a comparison reads and writes besides its report. */
final class ComparisonFiles {

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep FILE up to date with how far the comparison is, to go on with --resume after a"
              + " budget ran out or Ctrl-C. Removed when the comparison is complete.")
  Optional<Path> checkpoint = Optional.empty();

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Go on where the comparison that wrote this checkpoint ended, and keep it up to date"
              + " (unless --checkpoint names another).")
  Optional<Path> resume = Optional.empty();

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description =
          "Write the run to the first difference to FILE, in the trace format: for --replay and"
              + " for lockstep validate.")
  Optional<Path> scenario = Optional.empty();

  /** Refuses what cannot be written, before anything long begins. */
  void check(int models) throws InputException {
    if (models > 1 && (checkpoint.isPresent() || resume.isPresent())) {
      throw InputException.of("--checkpoint and --resume are for one model: name it with --model");
    }
    if (checkpoint.isPresent()) {
      OutputFile.check(checkpoint);
      if (!checkpoint.equals(resume) && Files.exists(checkpoint.get())) {
        throw InputException.in(checkpoint.get(), "there is such a file already")
            .hint("Go on from it with --resume, or remove it to start anew.");
      }
    }
    OutputFile.check(scenario);
  }

  /** Returns {@code options} with the checkpoints to read and to write. */
  ComparisonOptions applyTo(ComparisonOptions options) throws InputException, IOException {
    ComparisonOptions all = options;
    if (resume.isPresent()) {
      try {
        all = all.withResume(Checkpoint.read(resume.get()));
      } catch (CheckpointException e) {
        throw cannotResume(e);
      }
    }
    return kept().map(all::withCheckpoint).orElse(all);
  }

  /** Returns the file that says how to go on, if there will be one. */
  Optional<Path> kept() {
    return checkpoint.or(() -> resume);
  }

  /** Returns the user's mistake. */
  InputException cannotResume(CheckpointException e) {
    return InputException.in(resume.orElse(Path.of("")), String.valueOf(e.getMessage()))
        .hint("Start anew without --resume.");
  }
}

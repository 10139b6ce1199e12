package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.emit.CannotEmitException;
import dev.lockstep.emit.CrossCheck;
import dev.lockstep.emit.Emitter;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.TemporaryDirectory;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.validation.RunSpecs;
import dev.lockstep.validation.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Has stock TLC check the runs as plain TLA+ modules, and compares its verdicts with ours. */
final class TlcAnalysis {

  private final TraceInput input;
  private final RunSpecs specs;
  private final Optional<Path> keep;
  private final boolean check;

  /**
   * Creates the analysis.
   *
   * @param keep where the modules are kept
   * @param check whether TLC is run on them
   */
  TlcAnalysis(TraceInput input, RunSpecs specs, Optional<Path> keep, boolean check) {
    this.input = input;
    this.specs = specs;
    this.keep = keep;
    this.check = check;
  }

  void run(
      List<LogReport> logs, LogValidator validator, Output output, Optional<ObjectNode> document)
      throws InputException, TraceException, SpecException, IOException, InterruptedException {
    Optional<ArrayNode> array = document.map(node -> node.putArray("tlc"));
    for (LogReport done : logs) {
      if (done.error().isPresent()) {
        continue;
      }
      String log = done.name();
      validator.read(
          log,
          input.log(Path.of(log), input.names()),
          (number, spec, header, events) ->
              oneRun(done.runs().get(number - 1), log, spec, header, events, output, array));
    }
  }

  private void oneRun(
      RunReport run,
      String log,
      Spec spec,
      TraceHeader header,
      List<TraceEvent> events,
      Output output,
      Optional<ArrayNode> array)
      throws TraceException, SpecException, IOException, InterruptedException {
    if (keep.isPresent()) {
      String file = String.valueOf(Path.of(log).getFileName());
      Path directory = keep.get().resolve(run.number() == 1 ? file : file + "-run" + run.number());
      oneRun(run, log, spec, header, events, output, array, Files.createDirectories(directory));
      return;
    }
    try (TemporaryDirectory directory = TemporaryDirectory.create("lockstep-emit-")) {
      oneRun(run, log, spec, header, events, output, array, directory.path());
    }
  }

  private void oneRun(
      RunReport run,
      String log,
      Spec spec,
      TraceHeader header,
      List<TraceEvent> events,
      Output output,
      Optional<ArrayNode> array,
      Path directory)
      throws TraceException, SpecException, IOException, InterruptedException {
    String name = run.number() == 1 ? log : log + ", run " + run.number();
    try {
      Emitter emitter = new Emitter(spec, specs.source(header, log));
      if (!check) {
        emitter.emit(header, events, Emitter.Values.PLAIN).write(directory);
        output.note(name + ": written to " + directory);
        return;
      }
      CrossCheck.Result result =
          new CrossCheck(emitter, Duration.ofSeconds(input.budgetSeconds))
              .check(header, events, directory);
      compare(name, run.validation(), result, output, array);
    } catch (CannotEmitException e) {
      throw new TraceException(log, header.line(), 0, String.valueOf(e.getMessage()), e);
    }
  }

  private void compare(
      String name,
      Validation ours,
      CrossCheck.Result theirs,
      Output output,
      Optional<ArrayNode> array) {
    boolean decided =
        ours.verdict() != Verdict.INCONCLUSIVE && theirs.verdict() != Verdict.INCONCLUSIVE;
    if (decided && (ours.verdict() != theirs.verdict() || ours.matched() != theirs.matched())) {
      throw new IllegalStateException(
          "%s: Lockstep says %s after %d events, stock TLC says %s after %d. One of them is wrong:"
                  .formatted(
                      name,
                      word(ours.verdict()),
                      ours.matched(),
                      word(theirs.verdict()),
                      theirs.matched())
              + " please report it, with the folder that --emit keeps");
    }
    if (array.isPresent()) {
      array
          .get()
          .addObject()
          .put("run", name)
          .put("verdict", word(theirs.verdict()))
          .put("matched", theirs.matched())
          .put("module", theirs.emission().module());
      return;
    }
    output.line(
        "%s: stock TLC %s (%s events match%s)"
            .formatted(
                name,
                theirs.verdict() == Verdict.INCONCLUSIVE
                    ? "came to no verdict"
                    : decided
                        ? "agrees: " + word(theirs.verdict())
                        : "says " + word(theirs.verdict()),
                Output.number(theirs.matched()),
                theirs.reason().map(reason -> "; " + reason).orElse("")));
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}

package dev.lockstep.conformance.consensus.microraft;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.validation.RunSpecs;
import dev.lockstep.validation.Validation;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Validates logs of MicroRaft as {@code lockstep validate} does: against the module {@code
 * MicroRaft}, which has a leader that writes late, and against {@code Raft} as it stands.
 */
final class Judge implements AutoCloseable {

  private static final SearchOptions BUDGET =
      SearchOptions.DEFAULT.withBudget(2_000, Duration.ofSeconds(20));

  private final SpecFiles raftFiles;
  private final RunSpecs withLateDisk;
  private final RunSpecs plain;
  private final LogValidator lateDisk;
  private final LogValidator raft;

  Judge() throws Exception {
    Catalog catalog = Catalog.load();
    raftFiles = catalog.extract(catalog.protocol("raft"));
    withLateDisk = specs(resource("MicroRaft.tla"), "MicroRaft.cfg");
    plain = specs(raftFiles.directory().resolve("Raft.tla"), "Raft.cfg");
    lateDisk = new LogValidator(withLateDisk, Mapping.NONE, BUDGET);
    raft = new LogValidator(plain, Mapping.read(resource("raft-mapping.json")), BUDGET);
  }

  /** Returns whether {@code log} is a run of Raft with a leader that writes late. */
  Validation withLateDisk(byte[] log) throws Exception {
    return only(
        lateDisk.validate("log", () -> TraceReader.of("log", new ByteArrayInputStream(log))));
  }

  /** Returns whether {@code log} is a run of Raft as the spec has it. */
  Validation plain(byte[] log) throws Exception {
    return only(raft.validate("log", () -> TraceReader.of("log", new ByteArrayInputStream(log))));
  }

  @Override
  public void close() {
    withLateDisk.close();
    plain.close();
    raftFiles.close();
  }

  private RunSpecs specs(Path module, String config) throws Exception {
    return RunSpecs.of(
        SpecSource.ofFiles(module, resource(config), List.of(raftFiles.directory())),
        new TreeMap<>());
  }

  private static Validation only(LogReport report) throws Exception {
    if (report.error().isPresent()) {
      throw report.error().get();
    }
    return report.runs().getFirst().validation();
  }

  private static Path resource(String name) throws Exception {
    URI uri = Objects.requireNonNull(Judge.class.getResource(name), name).toURI();
    return Path.of(uri);
  }
}

package dev.lockstep.simulation;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The log of one run: one file, or one for each node. Not safe for use by several threads. */
final class RunLogs implements AutoCloseable {

  private static final String SUFFIX = ".ndjson";

  private final Path file;
  private final TraceHeader header;
  private final boolean perNode;
  private final SortedMap<String, LogFile> files = new TreeMap<>();

  /**
   * Creates the log.
   *
   * @param file the file; with {@code perNode}, the files are called like it, with the node's name
   *     in front of the ending
   */
  RunLogs(Path file, TraceHeader header, boolean perNode) throws IOException {
    this.file = file;
    this.header = header;
    this.perNode = perNode;
    if (!perNode) {
      files.put("", LogFile.start(file, header));
    }
  }

  /** Returns the file of a node, or a pattern for those of all if {@code node} is a star. */
  static Path ofNode(Path file, String node) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(
        name.substring(0, name.length() - SUFFIX.length()) + "." + node + SUFFIX);
  }

  /** Adds an event; what the disk says against it is an {@link UncheckedIOException}. */
  void add(TraceEvent event) {
    String node = perNode ? event.node().orElse("unknown") : "";
    LogFile log = files.get(node);
    if (log == null) {
      try {
        log = LogFile.start(ofNode(file, node), header);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      files.put(node, log);
    }
    log.add(event);
  }

  /** Gives the files their names. */
  void finish() throws IOException {
    for (LogFile log : files.values()) {
      log.finish();
    }
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    for (LogFile log : files.values()) {
      log.close();
    }
  }
}

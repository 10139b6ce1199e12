package dev.lockstep.emit;

import dev.lockstep.tlc.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs as a TLA+ module, with all that stock TLC needs to check them: TLC violates the invariant
 * {@link #invariant} exactly if some run is a behaviour of the spec, and the counterexample is that
 * behaviour. Most often it is one run.
 *
 * @param module the name of the module
 * @param invariant the name of the invariant
 * @param files the texts of all files by name: the module, its configuration, the modules of the
 *     spec, and a README
 * @param runs the runs, in order
 */
public record Emission(
    String module, String invariant, SortedMap<String, String> files, List<Entries> runs) {

  /** Copies the collections. */
  public Emission {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    runs = List.copyOf(runs);
  }

  /** Writes the files to {@code directory}, which is made if it is missing. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /** Returns the source for TLC once the files are in {@code directory}. */
  public SpecSource source(Path directory) {
    String config = module + ".cfg";
    return new SpecSource(
        module, List.of(directory.toAbsolutePath()), config, String.valueOf(files.get(config)));
  }

  /**
   * Where a run stands in the sequence of entries that is the trace of TLA+.
   *
   * @param start how many entries stand before it
   * @param ends for each event, how many entries stand up to its end; an event of several steps has
   *     several entries
   */
  public record Entries(int start, List<Integer> ends) {
    /** Copies the list. */
    public Entries {
      ends = List.copyOf(ends);
    }

    /** Returns how many entries stand up to the end of the run. */
    public int end() {
      return ends.isEmpty() ? start : ends.getLast();
    }

    /** Returns how many events match if so many entries, those before the run included, do. */
    public int matched(int entries) {
      return (int) ends.stream().filter(end -> end <= entries).count();
    }
  }
}

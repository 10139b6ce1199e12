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
 * A run as a TLA+ module, with all that stock TLC needs to check it: TLC violates the invariant
 * {@link #invariant} exactly if the run is a behaviour of the spec, and the counterexample is that
 * behaviour.
 *
 * @param module the name of the module
 * @param invariant the name of the invariant
 * @param files the texts of all files by name: the module, its configuration, the modules of the
 *     spec, and a README
 * @param entriesUpTo for each event, how many steps of TLC lead from the start to after it
 */
public record Emission(
    String module, String invariant, SortedMap<String, String> files, List<Integer> entriesUpTo) {

  /** Copies the collections. */
  public Emission {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    entriesUpTo = List.copyOf(entriesUpTo);
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

  /** Returns how many events match if TLC's search went {@code steps} steps deep. */
  public int matched(int steps) {
    return (int) entriesUpTo.stream().filter(entries -> entries <= steps).count();
  }
}

package dev.lockstep.cli;

import dev.lockstep.simulation.Disk;
import dev.lockstep.simulation.Fault;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what goes wrong in a simulation, and how often. */
final class FaultOptions {

  private static final Pattern MILLIS = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

  @Option(
      names = "--loss",
      paramLabel = "RATE",
      description = "Per copy of a message: it never arrives (default: 0.05; 0 turns it off).")
  @Nullable Double loss;

  @Option(
      names = "--duplication",
      paramLabel = "RATE",
      description = "Per arrival: the message arrives once more (default: 0.05).")
  @Nullable Double duplication;

  @Option(
      names = "--delay",
      paramLabel = "RATE",
      description = "Per copy of a message: it takes 100-3000 ms longer (default: 0.02).")
  @Nullable Double delay;

  @Option(
      names = "--partition",
      paramLabel = "RATE",
      description =
          "Per step: a part is cut off after it, both ways or one way, for 20-500 ms (default:"
              + " 0.02).")
  @Nullable Double partition;

  @Option(
      names = "--crash",
      paramLabel = "RATE",
      description = "Per step: a node crashes after it, and is back in 5-800 ms (default: 0.02).")
  @Nullable Double crash;

  @Option(
      names = "--lost-write",
      paramLabel = "RATE",
      description =
          "Per write: the power fails before the sync, and nothing of it is on disk (default:"
              + " 0.01).")
  @Nullable Double lostWrite;

  @Option(
      names = "--torn-write",
      paramLabel = "RATE",
      description = "Per write: the power fails halfway, and half is on disk (default: 0.01).")
  @Nullable Double tornWrite;

  @Option(
      names = "--unsent",
      paramLabel = "RATE",
      description =
          "Per step that sends: the node crashes after the sync, before all of its messages have"
              + " left (default: 0.01).")
  @Nullable Double unsent;

  @Option(
      names = "--pause",
      paramLabel = "RATE",
      description = "Per step: a node stops for 10-1000 ms and forgets nothing (default: 0.01).")
  @Nullable Double pause;

  @Option(
      names = "--skew",
      paramLabel = "RATE",
      description =
          "Per step: a node's clock is set forward or back by up to 500 ms, and runs up to 20 %%"
              + " fast or slow from then on (default: 0.02).")
  @Nullable Double skew;

  @Option(
      names = "--lasting",
      paramLabel = "FAULT=MS[-MS]",
      description =
          "How long a fault lasts instead, or how far a clock is set: for delay, partition, crash,"
              + " pause, skew. May be repeated.")
  Map<String, String> lasting = new LinkedHashMap<>();

  @Option(
      names = "--latency",
      paramLabel = "MS[-MS]",
      description =
          "How long messages travel, in milliseconds of virtual time (default: 1-40). A range"
              + " reorders messages, a single number keeps their order.")
  @Nullable String latency;

  @Option(
      names = "--sync",
      paramLabel = "MS[-MS]",
      description = "How long a disk takes to make a write last (default: 0-2).")
  @Nullable String sync;

  @Option(
      names = "--disk",
      paramLabel = "KIND",
      description =
          "What nodes do with their disks: syncs (default), or one of the mistakes sends-early,"
              + " forgets, overwrites, to see what falls.")
  @Nullable String disk;

  @Option(
      names = "--no-faults",
      description = "Nothing fails and nothing is reordered, except as the other options say.")
  boolean noFaults;

  /** Returns the faults. */
  Faults faults() throws InputException {
    Faults faults = noFaults ? Faults.NONE : Faults.DEFAULT;
    for (Map.Entry<Fault, Double> rate : rates().entrySet()) {
      double value = rate.getValue();
      if (!(value >= 0 && value <= 1)) {
        throw InputException.of("--" + rate.getKey() + " must be between 0 and 1, not " + value);
      }
      faults = faults.with(rate.getKey(), value);
    }
    for (Map.Entry<String, String> entry : lasting.entrySet()) {
      faults = faults.with(lasting(entry.getKey()), span("--lasting", entry.getValue()));
    }
    if (latency != null) {
      faults = faults.withLatency(span("--latency", latency));
    }
    if (sync != null) {
      faults = faults.withSync(span("--sync", sync));
    }
    if (disk != null) {
      faults = faults.withDisk(disk(disk));
    }
    return faults.withLastMicros(Faults.DEFAULT.lastMicros());
  }

  /** Returns the options as they were given, for a command that does the same again. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (noFaults) {
      words.add("--no-faults");
    }
    rates().forEach((fault, rate) -> words.add("--" + fault + " " + rate));
    lasting.forEach((fault, span) -> words.add("--lasting " + fault + "=" + span));
    Map<String, @Nullable String> others = new LinkedHashMap<>();
    others.put("--latency", latency);
    others.put("--sync", sync);
    others.put("--disk", disk);
    others.forEach(
        (name, value) -> {
          if (value != null) {
            words.add(name + " " + value);
          }
        });
    return words;
  }

  /** The rates that were given, in the order of the faults. */
  private Map<Fault, Double> rates() {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      Double rate =
          switch (fault) {
            case LOSS -> loss;
            case DUPLICATION -> duplication;
            case DELAY -> delay;
            case PARTITION -> partition;
            case CRASH -> crash;
            case LOST_WRITE -> lostWrite;
            case TORN_WRITE -> tornWrite;
            case UNSENT -> unsent;
            case PAUSE -> pause;
            case SKEW -> skew;
          };
      if (rate != null) {
        rates.put(fault, rate);
      }
    }
    return rates;
  }

  private static Fault lasting(String name) throws InputException {
    List<Fault> lasting =
        Arrays.stream(Fault.values()).filter(fault -> fault.usualSpan().isPresent()).toList();
    Optional<Fault> fault =
        lasting.stream().filter(known -> known.toString().equals(name)).findFirst();
    if (fault.isEmpty()) {
      throw InputException.of("--lasting is for faults that last, not for '" + name + "'")
          .hint("They are: " + names(lasting) + ".");
    }
    return fault.get();
  }

  private static Disk disk(String name) throws InputException {
    List<Disk> disks = List.of(Disk.values());
    Optional<Disk> disk =
        disks.stream()
            .filter(known -> known.toString().equals(name.toLowerCase(Locale.ROOT)))
            .findFirst();
    if (disk.isEmpty()) {
      throw InputException.of("there is no --disk '" + name + "'")
          .hint("There are: " + names(disks) + ".");
    }
    return disk.get();
  }

  private static Span span(String option, String text) throws InputException {
    Matcher millis = MILLIS.matcher(text);
    if (!millis.matches()) {
      throw InputException.of(option + " must be like 5 or 1-40, not '" + text + "'");
    }
    long from = Long.parseLong(millis.group(1));
    long to = millis.group(2) == null ? from : Long.parseLong(millis.group(2));
    if (from > to) {
      throw InputException.of(option + " must begin with the shorter time, not '" + text + "'");
    }
    return Span.ofMillis(from, to);
  }

  private static String names(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}

package dev.lockstep.driver;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.Codec;
import dev.lockstep.value.CodecException;
import dev.lockstep.value.TlaValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link Driver} in this JVM, called by a thread that is left behind if it hangs. */
final class JavaImplementation extends Implementation {

  private static final int LINES_OF_STACK = 6;

  private final Supplier<? extends Driver> drivers;
  private final Duration timeout;
  private final Codec codec = Codec.withModelValues(Set.of());
  private Map<String, Object> constants = Map.of();
  private @Nullable Driver driver;
  private @Nullable ExecutorService thread;

  JavaImplementation(Supplier<? extends Driver> drivers, Duration timeout) {
    this.drivers = drivers;
    this.timeout = timeout;
  }

  @Override
  void open(TraceHeader header, SortedMap<String, TlaValue> values) {
    constants = PlainValues.all(values);
  }

  @Override
  Map<String, String> unsupported() {
    return driver().unsupported();
  }

  @Override
  Answer init(Map<String, TlaValue> state) throws DriverException, CodeFailure {
    Setup setup = new Setup(constants, PlainValues.all(state));
    Driver used = driver();
    return new Answer(
        true,
        places(
            call(
                "init",
                () -> {
                  used.init(setup);
                  return used.observe();
                })));
  }

  @Override
  Answer step(ActionCall action) throws DriverException, CodeFailure {
    Arguments arguments = new Arguments(PlainValues.all(action.arguments()));
    Driver used = driver();
    boolean[] accepted = new boolean[1];
    Map<String, ?> observed =
        call(
            "step " + action,
            () -> {
              accepted[0] = used.step(action.name(), arguments);
              return used.observe();
            });
    return new Answer(accepted[0], places(observed));
  }

  @Override
  Optional<List<LoggedCall>> enabled() throws DriverException, CodeFailure {
    Optional<Collection<Step>> steps = call("enabled", driver()::enabled);
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    List<LoggedCall> calls = new ArrayList<>();
    for (Step step : steps.get()) {
      List<LoggedValue> arguments = new ArrayList<>();
      for (Object argument : step.arguments()) {
        arguments.add(logged("an argument of " + step.action(), argument));
      }
      calls.add(LoggedCall.of(step.action(), arguments));
    }
    return Optional.of(calls);
  }

  @Override
  public void close() {
    if (driver != null) {
      try {
        call("close", this::closeDriver);
      } catch (CodeFailure e) {
        // The verdict is given; a driver that cannot be closed does not change it.
        driver = null;
      }
    }
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  private boolean closeDriver() throws Exception {
    if (driver != null) {
      driver.close();
    }
    return true;
  }

  private Driver driver() {
    Driver used = driver;
    if (used == null) {
      used = drivers.get();
      driver = used;
    }
    return used;
  }

  private <T> T call(String what, Callable<T> method) throws CodeFailure {
    ExecutorService executor = thread;
    if (executor == null) {
      executor =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread made = new Thread(task, "lockstep-driver");
                made.setDaemon(true);
                return made;
              });
      thread = executor;
    }
    Future<T> result = executor.submit(method);
    try {
      return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      executor.shutdownNow();
      thread = null;
      driver = null;
      throw new CodeFailure(true, what + " did not return within " + seconds(timeout), List.of());
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CodeFailure(true, what + " was interrupted", List.of());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      driver = null;
      throw new CodeFailure(false, what + " threw " + cause, stack(cause));
    }
  }

  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static List<String> stack(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .limit(LINES_OF_STACK)
        .map(frame -> "at " + frame)
        .toList();
  }

  private SortedMap<Place, LoggedValue> places(@Nullable Map<String, ?> observed)
      throws DriverException {
    if (observed == null) {
      throw new DriverException("observe() returned null", "Return an empty map for nothing.");
    }
    SortedMap<Place, LoggedValue> places = new TreeMap<>();
    for (Map.Entry<String, ?> entry : observed.entrySet()) {
      places.put(place(entry.getKey()), logged(entry.getKey(), entry.getValue()));
    }
    return places;
  }

  static Place place(String text) throws DriverException {
    try {
      return Place.parse(text);
    } catch (IllegalArgumentException e) {
      throw new DriverException(
          "'" + text + "' is observed, which is no place: " + e.getMessage(),
          "A place is a variable of the spec, or a way into it: rmState/rm1.",
          e);
    }
  }

  private LoggedValue logged(String what, @Nullable Object value) throws DriverException {
    if (value == null) {
      throw new DriverException(
          what + " is null, which TLA+ does not have", "Leave out what cannot be seen.");
    }
    try {
      return LoggedValue.of(codec.encode(value));
    } catch (CodecException e) {
      throw new DriverException(
          what + " is no value of TLA+: " + e.getMessage(),
          "Hand out strings, numbers, booleans, lists, sets, maps, records or enums.",
          e);
    }
  }
}

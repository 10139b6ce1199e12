package dev.lockstep.driver;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A command that speaks the line protocol. A process that ended, or was ended because it hung, is
 * followed by another one at the next path.
 */
final class PipedImplementation extends Implementation {

  private final CommandLine command;
  private @Nullable DriveProcess process;
  private @Nullable TraceHeader header;
  private Map<String, String> unsupported = Map.of();
  private boolean saysEnabled;

  PipedImplementation(CommandLine command) {
    this.command = command;
  }

  @Override
  void open(TraceHeader named, SortedMap<String, TlaValue> constants)
      throws DriverException, CodeFailure {
    header = named;
    running();
  }

  @Override
  Map<String, String> unsupported() {
    return unsupported;
  }

  @Override
  Answer init(Map<String, TlaValue> state) throws DriverException, CodeFailure {
    if (command.restartEach()) {
      finish();
    }
    SortedMap<String, LoggedValue> values = new TreeMap<>();
    state.forEach((name, value) -> values.put(name, LoggedValue.of(value)));
    DriveAnswer answer = ask(DriveRequest.init(values), "init");
    return new Answer(true, answer.state().isPresent() ? answer.state().get() : observe());
  }

  @Override
  Answer step(ActionCall call) throws DriverException, CodeFailure {
    String what = "step " + call;
    DriveAnswer answer = ask(DriveRequest.step(call), what);
    if (answer.accepted().isEmpty()) {
      throw current().wrong("an answer to a step needs \"accepted\": true or false");
    }
    return new Answer(
        answer.accepted().get(), answer.state().isPresent() ? answer.state().get() : observe());
  }

  private SortedMap<dev.lockstep.trace.Place, LoggedValue> observe()
      throws DriverException, CodeFailure {
    DriveAnswer answer = ask(DriveRequest.observe(), "observe");
    if (answer.state().isEmpty()) {
      throw current().wrong("an answer to observe needs \"state\": an object");
    }
    return answer.state().get();
  }

  @Override
  Optional<List<LoggedCall>> enabled() throws DriverException, CodeFailure {
    if (!saysEnabled) {
      return Optional.empty();
    }
    DriveAnswer answer = ask(DriveRequest.enabled(), "enabled");
    if (answer.enabled().isEmpty()) {
      throw current().wrong("an answer to enabled needs \"enabled\": an array of steps");
    }
    return answer.enabled();
  }

  private DriveAnswer ask(String request, String what) throws DriverException, CodeFailure {
    DriveProcess asked = running();
    try {
      DriveAnswer answer = asked.ask(request, what, command.stepTimeout());
      if (answer.error().isPresent()) {
        throw new CodeFailure(
            false, what + " answered with an error: " + answer.error().get(), asked.lastErrors());
      }
      return answer;
    } catch (CodeFailure e) {
      end();
      throw e;
    }
  }

  private DriveProcess current() throws DriverException, CodeFailure {
    return running();
  }

  /** The process, started and greeted. */
  private DriveProcess running() throws DriverException, CodeFailure {
    DriveProcess known = process;
    if (known != null) {
      return known;
    }
    if (header == null) {
      throw new IllegalStateException("not opened");
    }
    DriveProcess started = DriveProcess.start(command);
    process = started;
    try {
      DriveAnswer hello = started.ask(DriveRequest.hello(header), "hello", command.startTimeout());
      if (hello.version().isEmpty() || hello.version().get() != DriveRequest.VERSION) {
        throw started.wrong(
            "an answer to hello needs \"lockstep-drive\": "
                + DriveRequest.VERSION
                + ", the version of the protocol");
      }
      unsupported = hello.unsupported();
      saysEnabled = hello.saysEnabled();
      return started;
    } catch (CodeFailure e) {
      // It never became an implementation that could be at fault.
      end();
      throw new DriverException(
          "the command did not say hello: " + e.getMessage(),
          e.details().isEmpty()
              ? "It must answer the first line on its standard input; docs/drive-protocol.md."
              : "It wrote to standard error: " + String.join("\n    ", e.details()),
          e);
    } catch (DriverException e) {
      end();
      throw e;
    }
  }

  /** Ends a process that is of no use any more. */
  private void end() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  @Override
  void finish() throws DriverException {
    DriveProcess ended = process;
    process = null;
    if (ended != null) {
      ended.finish();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.quit();
      process = null;
    }
  }
}

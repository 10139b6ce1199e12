package dev.lockstep.driver;

import dev.lockstep.trace.LineReader;
import dev.lockstep.trace.TraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that is asked and answers in lines. A watchdog ends it when an answer is late; what it
 * writes to standard error is read all the time, and the last lines are kept.
 */
final class DriveProcess {

  private static final int MAX_LINE_BYTES = 16 << 20;
  private static final int KEPT_ERRORS = 20;
  private static final int SHOWN = 200;
  private static final long NEVER = Long.MAX_VALUE;
  private static final Duration WATCH = Duration.ofMillis(10);
  private static final Duration TO_QUIT = Duration.ofSeconds(2);
  private static final int SIGNALLED = 128;

  /** By the ending of a file, what most often runs it. */
  private static final Map<String, String> INTERPRETERS =
      Map.of(
          "py",
          "`python3 %s`",
          "js",
          "`node %s`",
          "sh",
          "`sh %s`",
          "rb",
          "`ruby %s`",
          "jar",
          "`java -jar %s`");

  private final String name;
  private final Process process;
  private final LineReader answers;
  private final OutputStream requests;
  private final Deque<String> errors = new ArrayDeque<>();
  private final Thread errorReader;
  private volatile long deadline = NEVER;
  private volatile boolean late;
  private String lastLine = "";

  private DriveProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.answers = LineReader.of(name, process.getInputStream(), MAX_LINE_BYTES);
    this.requests = process.getOutputStream();
    this.errorReader = daemon("lockstep-drive-stderr", this::readErrors);
    daemon("lockstep-drive-watchdog", this::watch);
  }

  static DriveProcess start(CommandLine command) throws DriverException {
    String name = command.words().getFirst();
    try {
      ProcessBuilder builder = new ProcessBuilder(command.words());
      command.directory().ifPresent(directory -> builder.directory(directory.toFile()));
      return new DriveProcess(name, builder.start());
    } catch (IOException e) {
      throw new DriverException("cannot start " + name + ": " + reason(e), hint(command), e);
    }
  }

  private static String hint(CommandLine command) {
    String name = command.words().getFirst();
    Path file = command.directory().orElse(Path.of("")).resolve(name);
    if (!Files.isRegularFile(file)) {
      return "The command stands behind `--`: lockstep drive two-phase-commit -- python3 drive.py";
    }
    String interpreter =
        INTERPRETERS.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "an interpreter");
    return Files.isExecutable(file)
        ? "There is a file of that name: write ./%s, or start it with %s."
            .formatted(name, interpreter.formatted(name))
        : "There is a file of that name, which may not be executed: start it with %s, or `chmod +x"
                .formatted(interpreter.formatted(name))
            + " %s` and write %s%s.".formatted(name, name.contains("/") ? "" : "./", name);
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No such file or directory")) {
      return "there is no such program";
    }
    return message.contains("Permission denied") ? "it may not be executed" : message;
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param what the request, for messages
   */
  DriveAnswer ask(String request, String what, Duration timeout)
      throws CodeFailure, DriverException {
    deadline = System.nanoTime() + timeout.toNanos();
    try {
      if (answers.lineNumber() > 0) {
        // What comes before hello is read as its answer, however fast it was.
        refuseUnasked("before " + what);
      }
      send(request);
      Optional<String> line;
      try {
        line = answers.next();
      } catch (TraceException e) {
        if (late || !process.isAlive()) {
          throw ended(what, timeout, "");
        }
        throw wrong(e.problem());
      }
      if (line.isEmpty()) {
        throw ended(what, timeout, "");
      }
      lastLine = line.get();
      try {
        return DriveAnswer.read(name, answers.lineNumber(), lastLine);
      } catch (TraceException e) {
        if (late || endsSoon()) {
          throw ended(what, timeout, " in the middle of a line");
        }
        throw wrong(e.problem());
      }
    } finally {
      deadline = NEVER;
    }
  }

  /** An answer too many would be taken for the next one, and all that follow for others. */
  private void refuseUnasked(String when) throws DriverException {
    try {
      if (!answers.isReady()) {
        return;
      }
      lastLine = answers.next().orElse("");
    } catch (TraceException e) {
      throw wrong(e.problem());
    }
    throw new DriverException(
        "the command printed a line that nobody asked for, " + when,
        shownLine()
            + "\n  A request has one answer, and quit has none; print anything else to standard"
            + " error.");
  }

  private void send(String request) {
    try {
      requests.write(request.getBytes(StandardCharsets.UTF_8));
      requests.flush();
    } catch (IOException e) {
      // It reads no more. What it wrote before it ended says more than that.
      return;
    }
  }

  /** Half a line is what a process leaves that ends while it writes. */
  private boolean endsSoon() {
    String line = lastLine.strip();
    if (!line.startsWith("{") || line.endsWith("}")) {
      return false;
    }
    try {
      return process.waitFor(WATCH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CodeFailure ended(String what, Duration timeout, String how) {
    if (late) {
      return new CodeFailure(
          true,
          what + " was not answered within " + JavaImplementation.seconds(timeout),
          lastErrors());
    }
    try {
      if (!process.waitFor(TO_QUIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new CodeFailure(
            false, "the command closed its standard output at " + what, lastErrors());
      }
      errorReader.join(TO_QUIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int code = process.exitValue();
    String end =
        code > SIGNALLED
            ? "was ended by signal " + (code - SIGNALLED)
            : "ended with exit code " + code;
    return new CodeFailure(false, "the command " + end + " at " + what + how, lastErrors());
  }

  /** Returns the complaint that the last line is not one of the protocol. */
  DriverException wrong(String problem) {
    return new DriverException(
        name + " does not speak the line protocol: " + problem,
        shownLine()
            + "\n  Standard output is for answers only; print anything else to standard error.");
  }

  private String shownLine() {
    String shown = lastLine.length() > SHOWN ? lastLine.substring(0, SHOWN) + "…" : lastLine;
    return "Line " + answers.lineNumber() + " of its standard output: " + shown;
  }

  /** Returns the last lines that it wrote to standard error. */
  List<String> lastErrors() {
    synchronized (errors) {
      return List.copyOf(errors);
    }
  }

  /** Asks it to end, and refuses what it printed though nobody asked for it. */
  void finish() throws DriverException {
    quit();
    refuseUnasked("at quit");
  }

  /** Asks it to end, and ends it if it does not. */
  void quit() {
    try {
      requests.write(DriveRequest.quit().getBytes(StandardCharsets.UTF_8));
      requests.close();
      if (process.waitFor(TO_QUIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It has ended already.
      process.destroyForcibly();
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Ends it and what it started, and waits until it is gone. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(TO_QUIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (!process.waitFor(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
        if (deadline != NEVER && System.nanoTime() - deadline > 0) {
          late = true;
          kill();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readErrors() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (errors) {
          errors.addLast(line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
          if (errors.size() > KEPT_ERRORS) {
            errors.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // It ended; what was read is what there is.
      return;
    }
  }
}

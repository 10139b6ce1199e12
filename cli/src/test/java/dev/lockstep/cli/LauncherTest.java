package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code lockstep} in a project of its own, with a Maven and a Java that only write down
 * that they were called. Its folder has a blank in its name.
 */
class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "find",
          "head",
          "mkdir",
          "cat",
          "rm",
          "readlink",
          "dirname",
          "sleep",
          "mv",
          "cp",
          "grep",
          "sed",
          "tail");

  private static final int EXIT_CODE_OF_JAVA = 3;

  @TempDir Path folder;

  private Path root;
  private Path bin;
  private Path java;

  @BeforeEach
  void makeProject() throws IOException {
    root = Files.createDirectories(folder.resolve("a project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    java = Files.createDirectories(folder.resolve("a jdk"));
    for (String tool : TOOLS) {
      script(bin.resolve(tool), "exec '" + find(tool) + "' \"$@\"\n");
    }
    script(
        bin.resolve("mvn"),
        """
        echo built >>"$CALLS"
        sleep 0.2
        mkdir -p "$PROJECT/cli/target/lib"
        : >"$PROJECT/cli/target/lockstep-cli-1.jar"
        """);
    script(
        java.resolve("bin/java"),
        """
        for last; do :; done
        if [ "$last" != list ]; then echo "in $PWD"; printf 'word %%s\\n' "$@"; fi
        exit %d
        """
            .formatted(EXIT_CODE_OF_JAVA));
    Files.writeString(java.resolve("release"), "OS_NAME=\"Any\"\nJAVA_VERSION=\"25.0.1\"\n");
    Files.copy(Path.of("../lockstep"), root.resolve("lockstep"));
    for (String file :
        List.of("pom.xml", "cli/pom.xml", "cli/src/main/java/A.java", "specs/A.tla")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), "");
    }
  }

  @Test
  void arguments_folder_and_exit_code_are_passed_on_through_a_link() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root.resolve("lockstep"));

    Run run = await(start(elsewhere, link.toString(), "validate", "my run.ndjson"));

    assertThat(run.exitCode()).isEqualTo(EXIT_CODE_OF_JAVA);
    assertThat(run.out())
        .contains("in " + elsewhere.toRealPath(), "word validate\nword my run.ndjson\n")
        .contains("word " + root.toRealPath().resolve("target/lockstep/app/lockstep-cli.jar"));
  }

  @Test
  void it_builds_at_first_and_then_only_what_has_changed() throws Exception {
    assertThat(lockstep("check").err())
        .isEqualTo("lockstep: building Lockstep (first use; a minute or two) ...\n");
    assertThat(lockstep("check").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);

    for (String file : List.of("pom.xml", "cli/src/main/java/A.java", "specs/A.tla")) {
      makeNewer(root.resolve(file));
      assertThat(lockstep("check").err())
          .as("after a change of %s", file)
          .isEqualTo("lockstep: building Lockstep (its sources changed) ...\n");
      makeOlder(root.resolve(file));
      assertThat(lockstep("check").err()).isEmpty();
    }
  }

  @Test
  void several_at_once_build_once() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start(root, root.resolve("lockstep").toString(), "check"));
    }

    for (Process process : processes) {
      assertThat(await(process).exitCode()).isEqualTo(EXIT_CODE_OF_JAVA);
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(root.resolve("target/lockstep/lock")).doesNotExist();
  }

  @Test
  void a_lock_whose_owner_died_is_taken_over() throws Exception {
    Process died = start(root, "sh", "-c", "exit 0");
    await(died);
    Files.createDirectories(root.resolve("target/lockstep/lock"));
    Files.writeString(root.resolve("target/lockstep/lock/pid"), died.pid() + "\n");

    assertThat(lockstep("check").exitCode()).isEqualTo(EXIT_CODE_OF_JAVA);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void a_build_that_fails_shows_what_the_compiler_said_and_no_advice() throws Exception {
    script(
        bin.resolve("mvn"),
        """
        echo '[ERROR] COMPILATION ERROR : '
        echo '[ERROR] A.java:[1,2] cannot find symbol'
        echo '[ERROR] Failed to execute goal compile'
        echo '[ERROR] To see the full stack trace, re-run Maven with the -e switch.'
        exit 1
        """);

    Run run = lockstep("check");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("lockstep: the build failed:", "A.java:[1,2] cannot find symbol", "build.log")
        .doesNotContain("-e switch");
  }

  @Test
  void without_maven_it_says_what_is_missing() throws Exception {
    Files.delete(bin.resolve("mvn"));

    Run run = lockstep("check");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("needs Maven (3.8 or newer)", "no 'mvn' on the PATH");
  }

  private record Run(int exitCode, String out, String err) {}

  private Run lockstep(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("lockstep").toString()));
    command.addAll(List.of(arguments));
    return await(start(root, command.toArray(String[]::new)));
  }

  private Process start(Path from, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().put("PROJECT", root.toString());
    builder.environment().put("CALLS", folder.resolve("calls").toString());
    return builder.start();
  }

  private static Run await(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  private int builds() throws IOException {
    return Files.readAllLines(folder.resolve("calls")).size();
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void makeNewer(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private static void makeOlder(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static Path find(String tool) {
    Optional<Path> found =
        List.of("/usr/bin", "/bin").stream()
            .map(directory -> Path.of(directory, tool))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow();
  }
}

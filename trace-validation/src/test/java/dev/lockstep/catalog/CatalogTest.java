package dev.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.value.TlaValue;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogTest {

  private static final String MODELS =
      """
      {"protocol": "tally", "chapter": "time", "chapterNumber": 3, "title": "A tally",
       "spec": "Tally",
       "models": [{"name": "small", "module": "Tally", "config": "Small.cfg", "kind": "holds",
                   "time": "ci", "about": "It counts.", "expect": {"verdict": "holds"},
                   "distinct": 3, "total": 3}]}
      """;

  @Test
  void two_phase_commit_is_there_with_its_models_and_its_diagram() {
    Protocol protocol = Catalog.load().protocol("two-phase-commit");

    assertThat(protocol.chapter()).isEqualTo("commitment");
    assertThat(protocol.spec()).isEqualTo("TwoPhaseCommit");
    assertThat(protocol.problem()).contains("AtomicCommit");
    assertThat(protocol.model("small").verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(protocol.model("blocking").property()).contains("NonBlocking");
    assertThat(protocol.diagram().orElseThrow().actors())
        .containsEntry("TM", "tm")
        .containsEntry("RM", "$1");
    assertThat(protocol.diagram().orElseThrow().messages())
        .containsEntry("Prepared", new Diagram.Route("$rm", "tm"));
  }

  @Test
  void a_name_that_is_not_there_is_answered_with_the_nearest() {
    Catalog catalog = Catalog.load();

    assertThatThrownBy(() -> catalog.protocol("two-phase-comit"))
        .isInstanceOf(UnknownNameException.class)
        .hasMessage("no protocol is called 'two-phase-comit'; did you mean 'two-phase-commit'?");
    assertThatThrownBy(() -> catalog.protocol("two-phase-commit").model("smal"))
        .hasMessageContaining("did you mean 'small'?");
    assertThatThrownBy(() -> catalog.protocol("zzz"))
        .hasMessageContaining("there are: ")
        .hasMessageContaining("two-phase-commit");
  }

  @Test
  void a_protocol_can_come_from_another_jar(@TempDir Path directory) throws Exception {
    Path jar = directory.resolve("more specs.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      String at = "";
      for (String part : List.of("dev", "lockstep", "specs", "time", "tally")) {
        at += part + "/";
        out.putNextEntry(new JarEntry(at));
      }
      out.putNextEntry(new JarEntry(at + "models.json"));
      out.write(MODELS.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry(at + "Small.cfg"));
      out.write("INIT Init NEXT Next".getBytes(StandardCharsets.UTF_8));
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, /* parent= */ null)) {
      Catalog catalog = Catalog.load(loader);
      Protocol tally = catalog.protocol("tally");
      try (SpecFiles files = catalog.extract(tally)) {
        assertThat(files.model(tally.model("small")).config()).isEqualTo("INIT Init NEXT Next");
      }
    }
  }

  @Test
  void the_files_of_a_protocol_are_there_until_they_are_closed() {
    Catalog catalog = Catalog.load();
    Protocol protocol = catalog.protocol("two-phase-commit");
    Path directory;
    try (SpecFiles files = catalog.extract(protocol)) {
      directory = files.directory();
      SpecSource source = files.model(protocol.model("small"));
      assertThat(source.module()).isEqualTo("MCTwoPhaseCommit");
      assertThat(source.configName()).isEqualTo("MCSmall.cfg");
      assertThat(source.config()).contains("SPECIFICATION Spec");
      assertThat(directory.resolve("TwoPhaseCommit.tla")).isRegularFile();
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void the_spec_itself_takes_its_constants_from_a_map() {
    Catalog catalog = Catalog.load();
    try (SpecFiles files = catalog.extract(catalog.protocol("two-phase-commit"))) {
      TlaValue processes = TlaValue.set(List.of(TlaValue.of("rm2"), TlaValue.of("rm1")));
      SpecSource source = files.spec(Map.of("RM", processes));

      assertThat(source.module()).isEqualTo("TwoPhaseCommit");
      assertThat(source.config())
          .isEqualTo(
              """
              SPECIFICATION Spec
              CHECK_DEADLOCK FALSE
              CONSTANT RM = {"rm1", "rm2"}
              """);
      assertThatThrownBy(() -> files.spec(Map.of("RM", TlaValue.sequence(List.of(processes)))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("RM");
    }
  }

  @Test
  void a_malformed_file_is_refused_with_its_path_and_what_it_lacks() {
    assertThatThrownBy(() -> parse(MODELS.replace("\"spec\": \"Tally\"", "\"spec\": 7")))
        .hasMessageStartingWith("time/tally/models.json: no \"spec\"");
    assertThatThrownBy(() -> parse(MODELS.replace("\"ci\"", "\"soon\"")))
        .hasMessage("time/tally/models.json: \"time\" cannot be \"soon\"");
    assertThatThrownBy(() -> parse(MODELS.replace("\"holds\"}", "\"violated\"}")))
        .hasMessageContaining("if and only if");
    assertThatThrownBy(() -> parse("{")).hasMessageContaining("time/tally/models.json is not JSON");
    assertThatThrownBy(() -> parse(MODELS.replace("\"time\",", "\"failure\",")))
        .hasMessage("time/tally/models.json names itself failure/tally");
  }

  private static Protocol parse(String text) {
    return ModelsFile.parse("time/tally/models.json", text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.lockstep.catalog;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.emit.CrossCheck;
import dev.lockstep.emit.Emitter;
import dev.lockstep.evidence.StateSpace;
import dev.lockstep.mutation.MutationModel;
import dev.lockstep.mutation.MutationPlan;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.validation.RunSpecs;
import dev.lockstep.validation.Validator;
import dev.lockstep.value.TlaValue;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A protocol that extends another one: the fixture {@code poll} extends {@code ballot}, whose spec
 * declares an operator and a model value as constants.
 */
class ExtensionsTest {

  private static final Path FIXTURE = Path.of("src", "test", "resources", "extending");

  private static final List<TlaValue> SERVERS =
      List.of(new TlaValue.ModelValue("s1"), new TlaValue.ModelValue("s2"));

  private static final Map<String, TlaValue> CONSTANTS =
      Map.of("Server", TlaValue.set(SERVERS), "Nobody", new TlaValue.ModelValue("Nobody"));

  @TempDir Path directory;

  private static Catalog fixture() throws Exception {
    return catalog(FIXTURE);
  }

  private static Catalog catalog(Path root) throws Exception {
    // Left open: a catalog reads files when it is asked for them.
    return Catalog.load(new URLClassLoader(new URL[] {root.toUri().toURL()}, /* parent= */ null));
  }

  private void write(String name, String base, String... modules) throws Exception {
    Path folder = directory.resolve("dev/lockstep/specs/time/" + name);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"protocol": "%s", "chapter": "time", "chapterNumber": 3, "title": "T", "spec": "S",
         %s "models": []}
        """
            .formatted(
                name,
                base.isEmpty()
                    ? ""
                    : "\"specification\": \"S\", \"extends\": \"%s\",".formatted(base)));
    for (String module : modules) {
      Files.writeString(folder.resolve(module + ".tla"), "---- MODULE " + module + " ----\n====\n");
    }
  }

  @Test
  void a_protocol_is_followed_by_those_that_extend_it_wherever_they_are() throws Exception {
    write("b", "");
    write("a", "c");
    write("c", "b");
    write("d", "");
    Catalog catalog = catalog(directory);

    assertThat(catalog.protocols()).extracting(Protocol::name).containsExactly("b", "c", "a", "d");
    assertThat(catalog.bases(catalog.protocol("a")))
        .extracting(Protocol::name)
        .containsExactly("c", "b");
    assertThat(catalog.withExtensions(catalog.protocol("b")))
        .extracting(Protocol::name)
        .containsExactly("b", "c", "a");
    assertThat(catalog.withExtensions(catalog.protocol("a")))
        .extracting(Protocol::name)
        .containsExactly("a");
    assertThat(fixture().protocols()).extracting(Protocol::name).containsExactly("ballot", "poll");
  }

  @Test
  void what_extends_nothing_that_is_there_or_itself_is_refused() throws Exception {
    write("first", "");
    write("second", "frist");
    assertThatThrownBy(() -> catalog(directory))
        .hasMessage(
            "time/second/models.json extends what is not there: no protocol is called 'frist';"
                + " did you mean 'first'?");

    write("second", "third");
    write("third", "second");
    assertThatThrownBy(() -> catalog(directory))
        .hasMessage(
            "time/second/models.json: a protocol cannot extend itself: second -> third -> second");
  }

  @Test
  void malformed_fields_are_refused_with_what_to_write() {
    assertThatThrownBy(() -> parse("\"extends\": \"tally\","))
        .hasMessageStartingWith(
            "time/t/models.json: a protocol that extends another needs \"specification\"");
    assertThatThrownBy(() -> parse("\"extends\": 7, \"specification\": \"TSpec\","))
        .hasMessageStartingWith("time/t/models.json: no \"extends\" in ");
    assertThatThrownBy(() -> parse("\"constants\": [\"Voters\"],"))
        .hasMessageStartingWith(
            "time/t/models.json: \"constants\" is an object from constants to operators");
    assertThatThrownBy(() -> parse("\"constants\": {\"Voters\": \"{a, b}\"},"))
        .hasMessage(
            "time/t/models.json: \"constants\" names operators, and 'Voters <- {a, b}' is no"
                + " substitution");
  }

  private static Protocol parse(String fields) {
    String text =
        """
        {"protocol": "t", "chapter": "time", "chapterNumber": 3, "title": "T", "spec": "S",
         %s "models": []}
        """
            .formatted(fields);
    return ModelsFile.parse("time/t/models.json", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_modules_of_all_bases_are_laid_beside_and_two_of_one_name_are_refused() throws Exception {
    write("b", "", "B", "MCB");
    write("c", "b", "C");
    write("d", "c", "D");
    write("e", "c", "MCB");
    Catalog catalog = catalog(directory);

    try (SpecFiles files = catalog.extract(catalog.protocol("d"))) {
      assertThat(files.inherited()).containsExactly("B", "C", "MCB");
      for (String module : List.of("B", "C", "D", "MCB")) {
        assertThat(files.directory().resolve(module + ".tla")).isRegularFile();
      }
    }
    assertThatThrownBy(() -> catalog.extract(catalog.protocol("e")))
        .hasMessage("e cannot extend b: there is another file MCB.tla, rename one of the two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ballot", "poll"})
  void models_check_with_their_pinned_results(String name) throws Exception {
    Catalog catalog = fixture();
    Protocol protocol = catalog.protocol(name);
    try (SpecFiles files = catalog.extract(protocol)) {
      for (Model model : protocol.models()) {
        PinnedCheck check = PinnedCheck.run(files, model, ModelChecker.Options.deterministic());
        assertThat(check.differences()).as(model.name()).isEmpty();
        assertThat(check.verdict()).as(model.name()).isEqualTo(Verdict.HOLDS);
      }
    }
  }

  @Test
  void the_spec_by_itself_has_the_operators_of_its_protocol_and_model_values() throws Exception {
    Catalog catalog = fixture();
    try (SpecFiles files = catalog.extract(catalog.protocol("poll"))) {
      SpecSource source = files.spec(CONSTANTS);

      assertThat(source.config())
          .isEqualTo(
              """
              SPECIFICATION PollSpec
              CHECK_DEADLOCK FALSE
              CONSTANT Nobody = Nobody
              CONSTANT Server = {s1, s2}
              CONSTANT Voters <- Asked
              """);
      try (Spec spec = Spec.load(source)) {
        assertThat(spec.variables()).containsExactly("votedFor", "winner", "asked");
        assertThat(spec.constants()).isEqualTo(CONSTANTS);
        assertThat(spec.modelValues()).contains("Nobody", "s1", "s2");
      }
      Map<String, TlaValue> more = new TreeMap<>(CONSTANTS);
      more.put("Voters", new TlaValue.ModelValue("Everybody"));
      assertThatThrownBy(() -> files.spec(more))
          .hasMessage("Voters is no constant to be given: in poll it is always Asked");
    }
  }

  @Test
  void steps_explanations_and_symmetry_see_the_operator_that_was_substituted() throws Exception {
    Catalog catalog = fixture();
    try (SpecFiles files = catalog.extract(catalog.protocol("poll"));
        Spec spec = Spec.load(files.spec(CONSTANTS))) {
      // With one server asked, its vote is a majority; without the substitution it is not.
      SpecState state = spec.initialStates().getFirst();
      state = only(spec, state, "Ask(s1)");
      state = only(spec, state, "Vote(s1, s2)");
      assertThat(calls(spec, state)).contains("Win(s2)").doesNotContain("Win(s1)");

      SpecState asked = only(spec, state, "Ask(s2)");
      assertThat(calls(spec, asked)).doesNotContain("Win(s2)");
      assertThat(spec.explain(asked, ActionFilter.ALL).toString()).contains("IsQuorum");
      assertThat(spec.interchangeable().classes())
          .singleElement(as(InstanceOfAssertFactories.COLLECTION))
          .containsExactlyElementsOf(SERVERS);
      assertThat(StateSpace.pinned(files, spec)).isEmpty();
    }
    try (SpecFiles files = catalog.extract(catalog.protocol("ballot"));
        Spec spec = Spec.load(files.model(catalog.protocol("ballot").model("small")))) {
      assertThat(StateSpace.pinned(files, spec)).hasValue(94);
    }
  }

  private static SpecState only(Spec spec, SpecState from, String call) throws Exception {
    return spec.successors(from).stream()
        .filter(step -> step.action().toString().equals(call))
        .map(SpecStep::target)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + call + " from " + from));
  }

  private static List<String> calls(Spec spec, SpecState from) throws Exception {
    return spec.successors(from).stream().map(SpecStep::action).map(ActionCall::toString).toList();
  }

  @Test
  void both_engines_validate_a_log_whose_header_gives_model_values() throws Exception {
    String log =
        """
        {"lockstep-trace":1,"spec":"Poll","protocol":"poll",\
        "constants":{"Server":["s1","s2"],"Nobody":"Nobody"},"state":{"winner":"Nobody"}}
        {"action":"Ask","args":["s1"]}
        {"action":"PollVote","args":["s1","s2"],"state":{"votedFor":{"s1":"s2","s2":"Nobody"}}}
        {"action":"Win","args":["s2"],"state":{"winner":"s2"}}
        """;
    assertThat(verdicts(log)).containsExactly(Verdict.HOLDS, Verdict.HOLDS);
    assertThat(verdicts(log.replace("\"winner\":\"s2\"", "\"winner\":\"Nobody\"")))
        .containsExactly(Verdict.VIOLATED, Verdict.VIOLATED);
    assertThatThrownBy(() -> verdicts(log.replace("\"Nobody\":\"Nobody\"", "\"Voters\":3")))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("Voters is no constant to be given");
    assertThatThrownBy(() -> verdicts(log.replace(",\"Nobody\":\"Nobody\"", "")))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("constant Nobody of module Poll has no value");
  }

  private List<Verdict> verdicts(String log) throws Exception {
    Catalog catalog = fixture();
    SortedMap<String, LoggedValue> none = new TreeMap<>();
    try (RunSpecs specs = RunSpecs.of(catalog, catalog.protocol("poll"), none)) {
      TraceReader first = read(log);
      TraceHeader header = first.nextRun().orElseThrow();
      Spec spec = specs.spec(header, "log");
      Verdict ours = new Validator(spec, SearchOptions.DEFAULT).validate(first, header).verdict();

      TraceReader second = read(log);
      TraceHeader same = second.nextRun().orElseThrow();
      List<TraceEvent> events = new ArrayList<>();
      for (Optional<TraceEvent> event = second.nextEvent();
          event.isPresent();
          event = second.nextEvent()) {
        events.add(event.get());
      }
      CrossCheck check =
          new CrossCheck(new Emitter(spec, specs.source(same, "log")), Duration.ofMinutes(2));
      return List.of(
          ours,
          check.check(same, events, Files.createTempDirectory(directory, "emitted")).verdict());
    }
  }

  private static TraceReader read(String log) {
    return TraceReader.of("log", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void mutations_know_which_module_they_are_in() throws Exception {
    Catalog catalog = fixture();
    Protocol protocol = catalog.protocol("poll");
    try (SpecFiles files = catalog.extract(protocol)) {
      List<MutationModel> models = List.of(MutationModel.of(files, protocol.model("small")));

      assertThat(MutationPlan.of(models, mutation -> true).mutants())
          .extracting(mutant -> mutant.mutation().module())
          .contains("Ballot", "Poll");
      assertThat(
              MutationPlan.of(models, mutation -> !files.inherited().contains(mutation.module()))
                  .mutants())
          .isNotEmpty()
          .allSatisfy(mutant -> assertThat(mutant.mutation().module()).isEqualTo("Poll"));
    }
  }
}

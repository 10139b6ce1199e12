package dev.lockstep.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arrows between rooms and packages: {@code cli -> conformance -> {impl, trace-validation ->
 * specs}}, both to {@code histories}, which uses no other; {@code recorder}, which users copy into
 * their own code, by itself; and {@code durable -> {impl, recorder}}. The room {@code junit} has a
 * test of its own. Here, because only the tests of the command line see all rooms.
 */
class ArrowsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.lockstep");

  /** Each may use those before it. */
  private static final List<String> INSIDE_TRACE_VALIDATION =
      List.of(
          "value",
          "tlc",
          "catalog",
          "diagram",
          "trace",
          "observation",
          "symmetry",
          "search",
          "mapping",
          "causality",
          "validation",
          "emit",
          "evidence",
          "corpus",
          "mutation",
          "report");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "impl",
        "recorder",
        "trace-validation",
        "histories",
        "conformance",
        "cli",
        "durable"
      })
  void every_room_is_seen(String room) {
    assertThat(CLASSES.stream().filter(in(room))).as("classes in %s", room).isNotEmpty();
  }

  @Test
  void rooms_use_each_other_along_the_arrows_only() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.lockstep..")
        .layer("impl")
        .definedBy(in("impl"))
        .layer("recorder")
        .definedBy(in("recorder"))
        .layer("trace-validation")
        .definedBy(in("trace-validation"))
        .layer("histories")
        .definedBy(in("histories"))
        .layer("conformance")
        .definedBy(in("conformance"))
        .layer("cli")
        .definedBy(in("cli"))
        .layer("durable")
        .definedBy(in("durable"))
        .whereLayer("impl")
        .mayNotAccessAnyLayer()
        .whereLayer("recorder")
        .mayNotAccessAnyLayer()
        .whereLayer("recorder")
        .mayOnlyBeAccessedByLayers("durable")
        .whereLayer("trace-validation")
        .mayNotAccessAnyLayer()
        .whereLayer("histories")
        .mayNotAccessAnyLayer()
        .whereLayer("conformance")
        .mayOnlyAccessLayers("impl", "trace-validation", "histories")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("durable")
        .mayOnlyAccessLayers("impl", "recorder")
        .whereLayer("durable")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void protocols_run_without_tlc_and_json_on_the_class_path() {
    noClasses()
        .that(in("impl"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "tlc2..", "tla2sany..", "util..", "com.fasterxml.jackson..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void the_recorder_brings_nothing_but_a_json_writer() {
    classes()
        .that(in("recorder"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations..",
            "com.fasterxml.jackson.core..",
            "dev.lockstep.recorder..")
        .check(CLASSES);
  }

  @Test
  void packages_of_trace_validation_use_earlier_ones_only() {
    for (int i = 0; i < INSIDE_TRACE_VALIDATION.size(); i++) {
      for (String later : INSIDE_TRACE_VALIDATION.subList(i + 1, INSIDE_TRACE_VALIDATION.size())) {
        noClasses()
            .that()
            .resideInAPackage("dev.lockstep." + INSIDE_TRACE_VALIDATION.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.lockstep." + later + "..")
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void only_the_engine_touches_tlc() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.lockstep.tlc.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tlc2..", "tla2sany..", "util..", "dev.lockstep.tlc.engine..")
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("dev.lockstep.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** A room is a module, wherever its packages are: a folder of classes, or a jar. */
  private static DescribedPredicate<JavaClass> in(String room) {
    return DescribedPredicate.describe(
        "in room " + room,
        javaClass ->
            // An array is where its elements are.
            javaClass
                .getBaseComponentType()
                .getSource()
                .map(source -> source.getUri().toString())
                .filter(
                    uri ->
                        uri.contains("/" + room + "/target/classes/")
                            || uri.contains("/lockstep-" + room + "-"))
                .isPresent());
  }
}

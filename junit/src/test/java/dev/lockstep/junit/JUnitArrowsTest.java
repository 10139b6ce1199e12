package dev.lockstep.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of this room: it uses conformance and what that uses, and nobody uses it. */
class JUnitArrowsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.lockstep");

  @Test
  void it_uses_the_kit_for_users_code_and_junit_and_nothing_else() {
    classes()
        .that()
        .resideInAPackage("dev.lockstep.junit..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations..",
            "org.junit.jupiter.api..",
            "org.opentest4j..",
            "dev.lockstep.junit..",
            "dev.lockstep.driver..",
            "dev.lockstep.paths..",
            "dev.lockstep.conformance",
            "dev.lockstep.tlc")
        .check(CLASSES);
  }

  @Test
  void nobody_uses_it() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.lockstep.junit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lockstep.junit..")
        .check(CLASSES);
  }
}

package dev.lockstep.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A core is a function of its inputs, and stays one. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
class PureCoresTest {

  private static final DescribedPredicate<JavaClass> HASHED =
      DescribedPredicate.describe(
          "collections in the order of hashes",
          type ->
              type.isEquivalentTo(java.util.HashMap.class)
                  || type.isEquivalentTo(java.util.HashSet.class)
                  || type.isEquivalentTo(java.util.IdentityHashMap.class)
                  || type.isEquivalentTo(java.util.WeakHashMap.class)
                  || type.isEquivalentTo(java.util.Hashtable.class));

  /** What a core may be made of. Everything else is refused, so nothing is forgotten. */
  @ArchTest
  static final ArchRule
      cores_use_values_and_collections_and_nothing_that_does_io_or_knows_the_time =
          classes()
              .should()
              .onlyDependOnClassesThat(
                  resideInAnyPackage(
                      "dev.lockstep..",
                      "java.lang",
                      "java.lang.annotation",
                      "java.lang.runtime",
                      "java.util",
                      "java.util.function",
                      "java.util.stream",
                      "org.jspecify.annotations"));

  @ArchTest
  static final ArchRule cores_start_no_thread_and_ask_neither_clock_nor_chance =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              ThreadLocal.class,
              Process.class,
              ProcessBuilder.class,
              Runtime.class,
              System.class,
              java.util.Date.class,
              java.util.Calendar.class,
              java.util.Random.class,
              java.util.SplittableRandom.class,
              java.util.Scanner.class,
              java.util.Timer.class,
              java.util.UUID.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule no_result_depends_on_the_order_of_hashes =
      noClasses()
          .should()
          .dependOnClassesThat(HASHED)
          .orShould()
          .callMethod(Object.class, "hashCode")
          .orShould()
          .callMethod(java.util.stream.Stream.class, "parallel")
          .orShould()
          .callMethod(java.util.Collection.class, "parallelStream")
          .orShould(callUnorderedFactory());

  @ArchTest
  static final ArchRule nothing_changes_once_it_is_made =
      fields().that().areNotStatic().should().beFinal();

  @ArchTest
  static final ArchRule there_is_no_global_state = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule no_method_takes_a_lock =
      methods()
          .should()
          .notHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED);

  @ArchTest
  static final ArchRule protocols_do_not_know_each_other =
      slices()
          .matching("dev.lockstep.(*).(*)..")
          .namingSlices("$1.$2")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule the_shared_words_know_no_protocol =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.core")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.lockstep..")
                  .and(not(resideInAnyPackage("dev.lockstep.core"))));

  private static com.tngtech.archunit.lang.ArchCondition<JavaClass> callUnorderedFactory() {
    return new com.tngtech.archunit.lang.ArchCondition<>("make a set or map without an order") {
      @Override
      public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
        type.getMethodCallsFromSelf().stream()
            .filter(
                call ->
                    (call.getTargetOwner().isEquivalentTo(java.util.Set.class)
                            || call.getTargetOwner().isEquivalentTo(java.util.Map.class))
                        && (call.getName().equals("of")
                            || call.getName().equals("copyOf")
                            || call.getName().equals("ofEntries")))
            .forEach(
                call ->
                    events.add(
                        com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(
                            call, call.getDescription())));
        type.getMethodCallsFromSelf().stream()
            .filter(
                call ->
                    call.getTargetOwner().isEquivalentTo(java.util.stream.Collectors.class)
                        && (call.getName().equals("toSet")
                            || call.getName().equals("toMap")
                            || call.getName().startsWith("toUnmodifiable")
                            || call.getName().equals("groupingBy")))
            .forEach(
                call ->
                    events.add(
                        com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(
                            call, call.getDescription())));
      }
    };
  }
}

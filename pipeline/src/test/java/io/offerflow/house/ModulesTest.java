package io.offerflow.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Modules know each other one way: rules, then connectors, then pipeline. */
@AnalyzeClasses(
    packages = "io.offerflow",
    importOptions = {DoNotIncludeTests.class, ModulesTest.NoTestJars.class})
final class ModulesTest {
  private static final String[] RULES =
      packages(
          "blob",
          "event",
          "condition",
          "content",
          "feature",
          "zone",
          "tag",
          "workspace",
          "moment",
          "eligibility",
          "drl",
          "stock",
          "policy",
          "arbitration",
          "learning",
          "decision",
          "measure",
          "replay",
          "scenario",
          "analysis",
          "change");

  private static final String[] CONNECTORS =
      packages("codec", "feed", "kafka", "bundle", "gateway");
  private static final String[] PIPELINE = packages("pipeline");
  private static final String[] ALL =
      Stream.of(RULES, CONNECTORS, PIPELINE).flatMap(Stream::of).toArray(String[]::new);

  @ArchTest
  static final ArchRule every_class_has_a_room =
      classes()
          .should()
          .resideInAnyPackage(ALL)
          .because("a new package is drawn into the README's picture and named here");

  @ArchTest
  static final ArchRule rules_know_no_module =
      noClasses()
          .that()
          .resideInAnyPackage(RULES)
          .should()
          .dependOnClassesThat(resideInAnyPackage(CONNECTORS).or(resideInAnyPackage(PIPELINE)));

  @ArchTest
  static final ArchRule connectors_know_rules_alone =
      noClasses()
          .that()
          .resideInAnyPackage(CONNECTORS)
          .should()
          .dependOnClassesThat(resideInAnyPackage(PIPELINE));

  @ArchTest
  static final ArchRule rules_know_no_stream_and_no_broker =
      noClasses()
          .that()
          .resideInAnyPackage(RULES)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.flink..", "org.apache.kafka..", "kafka..", "io.micrometer.."));

  @ArchTest
  static final ArchRule connectors_know_no_flink_and_no_drools =
      noClasses()
          .that()
          .resideInAnyPackage(CONNECTORS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.flink..", "org.drools..", "org.kie.."));

  @ArchTest
  static final ArchRule drools_stays_in_one_room =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.offerflow.eligibility..", "io.offerflow.drl..")
          .and()
          .haveNameNotMatching("io\\.offerflow\\.workspace\\.Table.*")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.drools..", "org.kie.."))
          .because(
              "what decides eligibility can be held against another evaluator only at a seam;"
                  + " files in formats of Drools are read by its own readers");

  @ArchTest
  static final ArchRule kafka_s_server_stays_in_one_room =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.offerflow.kafka..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("kafka..", "org.apache.kafka.server.."))
          .because("the embedded broker's classes are no public API and change with each release");

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> "io.offerflow." + name + "..").toArray(String[]::new);
  }

  /** Once packaged, the tests that other modules share come as a jar and not as a folder. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}

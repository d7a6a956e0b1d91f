package io.offerflow.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** What comes from outside becomes values and never objects of a class that it names. */
@AnalyzeClasses(
    packages = "io.offerflow",
    importOptions = {DoNotIncludeTests.class, ModulesTest.NoTestJars.class})
final class TrustTest {
  private static final Set<String> LOADERS =
      Set.of("forName", "loadClass", "defineClass", "activateDefaultTyping", "enableDefaultTyping");

  /**
   * Its bytes come by Flink's own messages between job manager and task, Java objects themselves.
   */
  private static final String WITHIN_FLINK = "io\\.offerflow\\.pipeline\\.job\\.KeeperLine.*";

  @ArchTest
  static final ArchRule nothing_reads_java_objects =
      noClasses()
          .that()
          .haveNameNotMatching(WITHIN_FLINK)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.io\\.ObjectInputStream|java\\.beans\\.XMLDecoder|java\\.rmi\\..*"
                  + "|javax\\.script\\..*|javax\\.naming\\..*"
                  + "|org\\.apache\\.flink\\.util\\.InstantiationUtil")
          .because("bytes from outside could name any class on the class path");

  @ArchTest
  static final ArchRule no_library_that_makes_objects_of_texts =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "com.thoughtworks.xstream..",
                  "com.esotericsoftware..",
                  "org.yaml.snakeyaml..",
                  "org.mvel..",
                  "org.mvel2..",
                  "groovy.."))
          .because("YAML is read by snakeyaml-engine, in its core schema, which knows no classes");

  @ArchTest
  static final ArchRule json_names_no_class =
      noClasses()
          .should()
          .beAnnotatedWith(JsonTypeInfo.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo("com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator");

  @ArchTest
  static final ArchRule json_fields_name_no_class =
      noFields().should().beAnnotatedWith(JsonTypeInfo.class);

  @ArchTest
  static final ArchRule json_properties_name_no_class =
      noCodeUnits().should().beAnnotatedWith(JsonTypeInfo.class);

  @ArchTest
  static final ArchRule no_class_is_looked_up_by_name =
      noClasses()
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaMethodCall>("it loads a class by a name") {
                @Override
                public boolean test(JavaMethodCall call) {
                  JavaClass owner = call.getTargetOwner();
                  boolean loader =
                      owner.isEquivalentTo(Class.class)
                          || owner.isAssignableTo(ClassLoader.class)
                          || owner.isAssignableTo(ObjectMapper.class);
                  return loader && LOADERS.contains(call.getName());
                }
              });

  @ArchTest
  static final ArchRule kafka_clients_bring_what_all_of_them_bring =
      noClasses()
          .should()
          .callMethod(Admin.class, "create", Map.class)
          .orShould()
          .callConstructor(KafkaConsumer.class, Map.class)
          .orShould()
          .callConstructor(KafkaConsumer.class, Map.class, Deserializer.class, Deserializer.class)
          .orShould()
          .callConstructor(KafkaProducer.class, Map.class)
          .orShould()
          .callConstructor(KafkaProducer.class, Map.class, Serializer.class, Serializer.class)
          .because(
              "a map made on the spot forgets TLS and credentials: copy the Properties handed on");
}

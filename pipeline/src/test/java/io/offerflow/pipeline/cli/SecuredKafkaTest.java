package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.ClientProperties;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.JobFixture;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobRun;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.job.SecuredBroker;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that speak TLS and let nobody in whom they do not know. */
class SecuredKafkaTest {
  private static final long START = Story.at("2026-03-02T10:00:00Z");

  @TempDir private Path folder;

  /** It sells stock and learns, so that it opens a client of every kind, and two of them again. */
  @Test
  void theJobReachesAllTopicsThroughTlsAndWithItsPassword() throws Exception {
    try (SecuredBroker broker = SecuredBroker.withPasswords(folder);
        JobFixture fixture = JobFixture.start(folder, broker.broker(), broker.client())) {
      JobRun run = fixture.run(workspace());
      Configuration config = run.configuration(2);
      config.set(JobOptions.LEARNING_INTERVAL, Duration.ofMillis(50));
      RunningJob first = run.send(recharges(0, 20)).start(config, null);
      run.awaitDecisions(id -> true, 20);
      String saved = first.stop(folder.resolve("savepoints"), false);
      RunningJob second = run.send(recharges(20, 40)).start(config, saved);
      run.awaitDecisions(id -> true, 40);
      JobRun.await("a model", () -> !run.read(run.topics().models()).isEmpty());
      second.stop(folder.resolve("savepoints"), false);

      assertThat(run.offers("sms")).hasSize(40);
      assertThat(run.deadLetters()).isEmpty();
    }
  }

  @Test
  void whoIsNotLetInIsToldWhy() throws Exception {
    try (SecuredBroker broker = SecuredBroker.withPasswords(folder)) {
      Ran wrong = run(broker.password("not-the-password"));
      assertThat(wrong.exitCode()).isEqualTo(3);
      assertThat(wrong.err())
          .contains("does not accept the credentials", "sasl.jaas.config")
          .doesNotContain(broker.secret(), "not-the-password", "Exception");

      Ran mistrusted = run(broker.password(broker.secret()).mistrusted());
      assertThat(mistrusted.exitCode()).isEqualTo(3);
      assertThat(mistrusted.err())
          .contains("certificate", "is not trusted", "ssl.truststore.location")
          .doesNotContain(broker.secret(), "Exception:");
    }
  }

  /** Whatever asks Kafka for something says the same. */
  @Test
  void everyCommandBringsThePassword() throws Exception {
    Path gateway =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            gateway: 1
            accounts:
              operator: {protocol: smpp, host: localhost, system id: x, password: "env:PATH"}
            channels:
              sms: {account: operator, from: "10086"}
            """);
    try (SecuredBroker broker = SecuredBroker.withPasswords(folder)) {
      TopicSetup.ensureBundles(
          ClientProperties.of(broker.bootstrapServers(), broker.client()), Topics.DEFAULT);
      Ran known = asked(broker, "bundles");
      assertThat(known.exitCode()).as(known.err()).isZero();

      broker.password("not-the-password");
      for (Ran unknown : List.of(asked(broker, "bundles"), asked(broker, "gateway", gateway))) {
        assertThat(unknown.exitCode()).as(unknown.err()).isEqualTo(3);
        assertThat(unknown.err())
            .contains("does not accept the credentials")
            .doesNotContain("not-the-password");
      }
    }
  }

  private static Ran asked(SecuredBroker broker, Object... command) throws IOException {
    List<Object> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--kafka", broker.bootstrapServers()));
    words.addAll(List.of("--kafka-properties", broker.clientFile()));
    return Ran.offerflow(words.toArray());
  }

  @Test
  void aBrokerCanAskForCertificates() throws Exception {
    try (SecuredBroker broker = SecuredBroker.withCertificates(folder)) {
      Properties known = ClientProperties.of(broker.bootstrapServers(), broker.client());
      TopicSetup.ensure(known, List.of("mine"), 1);
      TopicSetup.require(known, List.of("mine"));

      Properties stranger = new Properties();
      stranger.putAll(known);
      stranger.remove("ssl.keystore.location");
      stranger.remove("ssl.keystore.password");
      assertThatThrownBy(() -> TopicSetup.require(stranger, List.of("mine")))
          .hasMessageContaining("does not accept our certificate")
          .hasMessageContaining("ssl.keystore.location");
    }
  }

  @Test
  void secretsStandInNoCommandLine() throws IOException {
    Ran ran =
        Ran.offerflow(
            "run", shop(), "--kafka", "localhost:1", "--set", jaas("offerflow.kafka.properties."));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("sasl.jaas.config, a secret that others could read", "properties-file")
        .doesNotContain("hunter2");
  }

  @Test
  void aFileThatOthersCanReadIsToldOf() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("k.properties"), "security.protocol=SASL_SSL\n" + jaas(""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Ran open = run("localhost:1", file);
    assertThat(open.exitCode()).isEqualTo(3);
    assertThat(open.err())
        .contains("others can read the secrets in " + file, "sasl.jaas.config is not written as")
        .doesNotContain("hunter2");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(run("localhost:1", file).err()).doesNotContain("others can read");
  }

  @Test
  void whatIsReferredToMustBeThere() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("k.properties"), "ssl.truststore.password=${env:NO_SUCH_VARIABLE}");
    Ran variable = run("localhost:1", file);
    assertThat(variable.exitCode()).isEqualTo(3);
    assertThat(variable.err()).contains("${env:NO_SUCH_VARIABLE}", "no such variable");

    Ran missing = run("localhost:1", folder.resolve("nowhere"));
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains(folder.resolve("nowhere") + ", cannot be read");

    Ran alone = Ran.offerflow("run", shop(), "--kafka-properties", file);
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("--kafka names");
  }

  private Ran run(SecuredBroker broker) throws IOException {
    return run(broker.bootstrapServers(), broker.clientFile());
  }

  private Ran run(String brokers, Path properties) throws IOException {
    return Ran.offerflow(
        "run",
        shop(),
        "--kafka",
        brokers,
        "--kafka-properties",
        properties,
        "--data",
        folder.resolve("data"),
        "--metrics-port",
        "-1");
  }

  private static String jaas(String prefix) {
    return prefix + "sasl.jaas.config=org.example.Login required password=\"hunter2\"";
  }

  private Path shop() throws IOException {
    Path shop = Files.createDirectories(folder.resolve("shop"));
    for (Map.Entry<String, byte[]> file : files().files().entrySet()) {
      Path to = shop.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, file.getValue());
    }
    return shop;
  }

  private static WorkspaceFiles workspace() {
    return WorkspaceFiles.of(files().files());
  }

  private static TestWorkspace files() {
    return new TestWorkspace()
        .file(
            "offers.yaml",
            """
            pack:
              value: 10
              start propensity: 0.1
              stock: 1000
              content: {sms: {en: "A pack"}}
            """)
        .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\nlearning: {half life: 7d}\n")
        .campaign("best", "{event: recharge}", "");
  }

  private static List<Event> recharges(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String customer = "c-" + i;
      long time = START + i * 10L;
      Fields liked = Story.fields("offer", "pack", "kind", "accepted");
      events.add(Event.of("recharge", "e-" + i, customer, time, Fields.of()));
      events.add(Event.of("response", "r-" + i, customer, time + 1, liked));
    }
    return events;
  }
}

package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.event.Event;
import io.offerflow.gateway.Gateway;
import io.offerflow.gateway.GatewayConfig;
import io.offerflow.gateway.GatewayMetrics;
import io.offerflow.gateway.smpp.TestSmsc;
import io.offerflow.gateway.smpp.TestSmsc.Received;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop: an event, the job, a push, the SMSC, its receipt, the response, and what the next
 * decision makes of it.
 */
class GatewayLoopTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  @Test
  void whatTheSmscSaysOfAMessageDecidesAboutTheNext() throws Exception {
    WorkspaceFiles workspace =
        WorkspaceFiles.of(
            new TestWorkspace()
                .policy(
                    """
                    classes: {sales: {}}
                    consent: {sms: opt-out}
                    caps:
                      - {max: 1, last: 1d, channel: sms}
                    """)
                .campaign("a", "{event: app_view}", "")
                .files());
    try (TestSmsc smsc = TestSmsc.start()) {
      JobRun run = FIXTURE.run(workspace);
      run.start(run.configuration(2), null);
      try (Gateway gateway =
          Gateway.start(config(smsc), FIXTURE.kafka(), run.topics(), GatewayMetrics.OFF)) {
        String first = view(run, "v-1");
        Received lost = smsc.next();
        assertThat(lost.text()).isEqualTo("A pack");
        smsc.receipt(lost.id(), "UNDELIV");
        awaitEvent(run, "failed-" + first);

        // The message that did not reach her gave the cap back.
        String second = view(run, "v-2");
        Received arrived = smsc.next();
        smsc.receipt(arrived.id(), "DELIVRD");
        awaitEvent(run, "delivered-" + second);

        String third = view(run, "v-3");
        assertThat(result(run, third)).isEqualTo("cap");

        smsc.reply("+" + arrived.to(), "STOP");
        awaitEvent(run, "unsubscribed-" + second);
        assertThat(result(run, view(run, "v-4"))).isEqualTo("consent");
        gateway.check();
      }
    }
  }

  private static GatewayConfig config(TestSmsc smsc) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret");
    return GatewayConfig.read(
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            gateway: 1
            accounts:
              main: {protocol: smpp, host: localhost, port: %d, system id: me, password: "file:%s"}
            channels:
              sms: {account: main}
            """
                .formatted(smsc.port(), password)));
  }

  /** Something happens to her, and is decided about. Returns the decision's id. */
  private static String view(JobRun run, String id) throws IOException {
    long now = System.currentTimeMillis();
    Event view = Event.of("app_view", id, "8613800000001", now, Story.fields("product", "p"));
    run.send(List.of(view));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (String record : run.decisions().values()) {
        JsonNode decision = JSON.readTree(record);
        if (decision.path("cause").path("event").asText().equals(id)) {
          return decision.path("decision").asText();
        }
      }
    }
    throw new AssertionError("nothing was decided about " + id);
  }

  private static String result(JobRun run, String decision) throws IOException {
    JsonNode record = JSON.readTree(run.decisions().get(decision));
    return record.path("considered").get(0).path("result").asText();
  }

  private static void awaitEvent(JobRun run, String id) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : run.read(run.topics().events())) {
        JsonNode event = JSON.readTree(new String(record.value(), StandardCharsets.UTF_8));
        if (event.path("id").asText().equals(id)) {
          return;
        }
      }
    }
    throw new AssertionError("no event " + id);
  }
}

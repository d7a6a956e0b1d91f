package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.smpp.TestSmsc.Received;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One gateway after another, or beside it: nothing is lost and nothing goes out twice. */
final class SmppRestartTest extends SmppDesk {
  @Test
  void aRepeatedDecisionIsSentOnceAlsoAfterARestart() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d1", "once");
      desk.push("d1", "twice");
      assertThat(smsc.next().text()).isEqualTo("once");
      Desk.await("offset", () -> desk.committed("sms") == 2);
      gateway.check();
    }
    try (Gateway gateway = start()) {
      desk.push("d1", "thrice");
      desk.append(desk.topics.offers("sms"), "c", "{}");
      desk.push("d2", "another");
      assertThat(smsc.next().text()).isEqualTo("another");
      Desk.await("offset", () -> desk.committed("sms") == 5);
      gateway.check();
    }
    assertThat(smsc.received()).hasSize(2);
  }

  @Test
  void whatACrashLeftInDoubtIsGivenUpOrSentAgainAsTheChannelSays() throws Exception {
    Entry submitting =
        new Entry(
            "d1",
            State.SUBMITTING,
            1,
            "c-d1",
            "smsc",
            "sms",
            7,
            List.of(),
            List.of(),
            System.currentTimeMillis());
    try (Gateway made = start()) {
      made.check();
    }
    desk.append(desk.topics.gateway(), "d1", new String(EntryCodec.write(submitting)));
    desk.push("d1", "sent before the crash, or not");
    desk.push("d2", "surely not sent");
    try (Gateway gateway = start()) {
      assertThat(smsc.next().text()).isEqualTo("surely not sent");
      Desk.await("offset", () -> desk.committed("sms") == 2);
      gateway.check();
    }
    assertThat(desk.eventIds()).isEmpty();
    assertThat(desk.journal().get("d1").state()).isEqualTo(State.DONE);

    Entry another =
        new Entry(
            "d3",
            State.SUBMITTING,
            1,
            "c-d3",
            "smsc",
            "sms",
            7,
            List.of(),
            List.of(),
            System.currentTimeMillis());
    desk.append(desk.topics.gateway(), "d3", new String(EntryCodec.write(another)));
    desk.push("d3", "perhaps twice");
    try (Gateway gateway = desk.start(config("", ", in doubt: resend"))) {
      assertThat(smsc.next().text()).isEqualTo("perhaps twice");
      gateway.check();
    }
  }

  @Test
  void aStoppedGatewaySaysHowFarBehindItIsAndLosesNothing() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d0", "before");
      smsc.next();
      Desk.await("offset", () -> desk.committed("sms") == 1);
      gateway.check();
    }
    for (int i = 1; i <= 50; i++) {
      desk.push("d" + i, "text " + i);
    }
    List<Long> behind = new ArrayList<>();
    GatewayMetrics metrics =
        new GatewayMetrics() {
          @Override
          public synchronized void behind(String channel, long records) {
            behind.add(records);
          }
        };
    try (Gateway gateway = desk.start(config("", ""), metrics)) {
      Desk.await("all", () -> desk.committed("sms") == 51);
      gateway.check();
    }
    // Before it has partitions it is behind with nothing.
    assertThat(behind.stream().filter(records -> records > 0)).first().isEqualTo(50L);
    assertThat(smsc.received()).hasSize(51);
  }

  @Test
  void whenOneOfTwoGatewaysGoesTheOtherTakesOver() throws Exception {
    Gateway first = start();
    desk.push("d1", "by the first");
    Received message = smsc.next();
    try (Gateway second = start()) {
      Desk.await("binds", () -> smsc.binds() == 2);
      for (int i = 2; i <= 20; i++) {
        desk.push("d" + i, "text " + i);
      }
      first.close();
      smsc.receipt(message.id(), "DELIVRD");
      desk.event("delivered-d1");
      Desk.await("all", () -> desk.committed("sms") == 20);
      second.check();
    }
    assertThat(smsc.received()).hasSize(20);
  }

  @Test
  void whatWasWithTheSmscWhenTheProcessWasKilledIsNotSentAgain() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    smsc.behave(
        (message, there) -> {
          asked.countDown();
          await(killed);
          return 0;
        });
    String config = config(", window: 1", "");
    Path file = Files.writeString(temp.resolve("killed.yaml"), config);
    Process process = GatewayProcess.start(file, BROKER.broker().bootstrapServers(), desk.topics);
    desk.push("d1", "with the smsc");
    desk.push("d2", "in the process");
    await(asked);
    process.destroyForcibly().waitFor();
    killed.countDown();
    try (Gateway gateway = desk.start(config)) {
      Desk.await("offset", () -> desk.committed("sms") == 2);
      gateway.check();
    }
    assertThat(smsc.received().stream().map(Received::text))
        .containsExactlyInAnyOrder("with the smsc", "in the process");
    assertThat(desk.eventIds()).isEmpty();
    assertThat(desk.journal().get("d1").state()).isEqualTo(State.DONE);
    assertThat(desk.journal().get("d1").references()).isEmpty();
  }
}

package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.smpp.TestSmsc;
import io.offerflow.gateway.smpp.TestSmsc.Received;
import io.offerflow.kafka.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway between a broker and an SMSC. */
final class SmppGatewayTest {
  @TempDir static Path temp;
  private static EmbeddedBroker broker;

  private TestSmsc smsc;
  private Desk desk;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(temp.resolve("broker"), 0);
    Files.writeString(temp.resolve("password"), "secret\n");
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void open() throws Exception {
    smsc = TestSmsc.start();
    desk = new Desk(broker, "sms");
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    smsc.close();
  }

  private String config(String account, String channel) {
    return """
        gateway: 1
        classes: [service, sales]
        accounts:
          smsc: {protocol: smpp, host: 127.0.0.1, port: %d, system id: me, password: "file:%s"%s}
        channels:
          sms: {account: smsc, from: "10086"%s}
        """
        .formatted(smsc.port(), temp.resolve("password"), account, channel);
  }

  private Gateway start() throws Exception {
    return desk.start(config("", ""));
  }

  @Test
  void aMessageLeavesAndItsReceiptComesBack() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d1", "Hello [you] €");
      Received message = smsc.next();
      assertThat(message.text()).isEqualTo("Hello [you] €");
      assertThat(message.from()).isEqualTo("10086");
      assertThat(message.to()).isEqualTo("86" + Desk.digits("d1"));
      assertThat(message.dataCoding()).isZero();
      assertThat(message.registered()).isEqualTo((byte) 1);
      assertThat(message.validity()).matches("0000000059..000R|000000010000000R");

      smsc.receipt(message.id(), "DELIVRD");
      JsonNode event = desk.event("delivered-d1");
      assertThat(event.path("type").textValue()).isEqualTo("response");
      assertThat(event.path("kind").textValue()).isEqualTo("delivered");
      assertThat(event.path("decision").textValue()).isEqualTo("d1");
      assertThat(event.path("customer").textValue()).isEqualTo("c-d1");
      Desk.await("offset", () -> desk.committed("sms") == 1);
      gateway.check();
    }
    assertThat(desk.journal().get("d1").state()).isEqualTo(State.DONE);
  }

  @Test
  void aLongMessageIsDeliveredWhenAllItsPartsAre() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d1", "中文😀".repeat(40));
      List<Received> parts = List.of(smsc.next(), smsc.next(), smsc.next());
      assertThat(String.join("", parts.stream().map(Received::text).toList()))
          .isEqualTo("中文😀".repeat(40));
      assertThat(parts).allMatch(part -> part.dataCoding() == 8 && part.inParts());
      smsc.receipt(parts.get(2).id(), "DELIVRD");
      smsc.receipt(parts.get(0).id(), "DELIVRD");
      smsc.receipt(parts.get(0).id(), "DELIVRD");
      assertThat(desk.eventIds()).isEmpty();
      smsc.receipt(parts.get(1).id(), "DELIVRD");
      smsc.receipt(parts.get(1).id(), "DELIVRD");
      desk.event("delivered-d1");
      gateway.check();
    }
    assertThat(desk.eventIds()).containsExactly("delivered-d1");
  }

  @Test
  void aReceiptThatOvertakesTheAnswerIsKept() throws Exception {
    smsc.behave(
        (message, there) -> {
          there.receipt(message.id(), "EXPIRED");
          return 0;
        });
    try (Gateway gateway = start()) {
      desk.push("d1", "Hello");
      JsonNode failed = desk.event("failed-d1");
      assertThat(failed.path("reason").textValue()).isEqualTo("expired");
      gateway.check();
    }
  }

  @Test
  void receiptsOfAFormerProcessAreUnderstood() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d1", "Hello");
      smsc.next();
      Desk.await("offset", () -> desk.committed("sms") == 1);
      gateway.check();
    }
    try (Gateway gateway = start()) {
      Desk.await("bind", () -> smsc.binds() == 2);
      smsc.receipt(smsc.received().get(0).id(), "UNDELIV");
      assertThat(desk.event("failed-d1").path("reason").textValue()).isEqualTo("undeliverable");
      gateway.check();
    }
  }

  @Test
  void stopIsARefusalAndAnythingElseAReply() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d1", "Hello");
      Received message = smsc.next();
      Desk.await("offset", () -> desk.committed("sms") == 1);
      smsc.reply("+" + message.to(), "what is this?");
      smsc.reply(message.to(), " ＳＴＯＰ please");
      smsc.reply("999", "stop");
      JsonNode event = desk.event("unsubscribed-d1");
      assertThat(event.path("kind").textValue()).isEqualTo("unsubscribed");
      gateway.check();
    }
    assertThat(desk.eventIds()).hasSize(2).element(0).asString().startsWith("replied-d1-");
  }

  @Test
  void onlyTheBeginningOfALongReplyCanBeARefusal() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("d1", "Hello");
      String from = smsc.next().to();
      Desk.await("offset", () -> desk.committed("sms") == 1);
      smsc.replyPart(from, "end of the month? Until then I cannot ", 2, 3);
      smsc.replyPart(from, "stop thinking of it.", 3, 3);
      smsc.replyPart(from, "May I say so by the ", 1, 3);
      Desk.await("replies", () -> desk.eventIds().size() == 3);
      gateway.check();
    }
    assertThat(desk.eventIds()).allMatch(id -> id.startsWith("replied-d1-"));
  }

  @Test
  void whatIsLateIsNotSentButSaid() throws Exception {
    try (Gateway gateway = start()) {
      desk.push("sms", "d1", "sales", "+861380", "too late", Duration.ofSeconds(-1));
      desk.push("d2", "in time");
      assertThat(smsc.next().text()).isEqualTo("in time");
      JsonNode late = desk.event("late-d1");
      assertThat(late.path("kind").textValue()).isEqualTo("failed");
      assertThat(late.path("reason").textValue()).isEqualTo("late");
      Desk.await("offset", () -> desk.committed("sms") == 2);
      gateway.check();
    }
    assertThat(smsc.received()).hasSize(1);
  }

  @Test
  void whatWaitsInVainForTheSmscBecomesLate() throws Exception {
    smsc.away();
    try (Gateway gateway = start()) {
      desk.push("sms", "d1", "sales", "+861380", "soon too late", Duration.ofMillis(200));
      desk.event("late-d1");
      smsc.listen();
      desk.push("d2", "in time");
      assertThat(smsc.next().text()).isEqualTo("in time");
      gateway.check();
    }
  }

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
  void aThrottlingSmscGetsEverythingInTheEndAndOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Set<String> refused = new HashSet<>();
    smsc.behave(
        (message, there) -> {
          synchronized (refused) {
            if (asked.incrementAndGet() % 7 == 3 && refused.add(message.text())) {
              return asked.get() % 2 == 0
                  ? SMPPConstant.STAT_ESME_RTHROTTLED
                  : SMPPConstant.STAT_ESME_RMSGQFUL;
            }
          }
          return 0;
        });
    List<String> texts = IntStream.range(0, 30).mapToObj(i -> "text " + i).toList();
    try (Gateway gateway = start()) {
      for (String text : texts) {
        desk.push("d-" + text, text);
      }
      Desk.await("all", () -> desk.committed("sms") == texts.size());
      gateway.check();
    }
    assertThat(smsc.received().stream().map(Received::text))
        .containsExactlyInAnyOrderElementsOf(texts);
    assertThat(refused).isNotEmpty();
  }

  @Test
  void anSmscThatBreaksConnectionsOffGetsNothingTwice() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    smsc.behave(
        (message, there) -> {
          if (taken.incrementAndGet() % 20 == 0) {
            there.drop();
          }
          return 0;
        });
    try (Gateway gateway = desk.start(config(", binds: 2, window: 5, timeout: 1s", ""))) {
      for (int i = 0; i < 60; i++) {
        desk.push("d" + i, "text " + i);
      }
      Desk.await("all", () -> desk.committed("sms") == 60);
      gateway.check();
    }
    List<String> texts = smsc.received().stream().map(Received::text).toList();
    assertThat(texts).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    assertThat(smsc.binds()).isGreaterThan(2);
    assertThat(desk.journal().values()).allMatch(entry -> entry.state() != State.SUBMITTING);
  }

  @Test
  void answersOutOfOrderBelongToTheirMessages() throws Exception {
    List<CountDownLatch> gates = List.of(new CountDownLatch(1), new CountDownLatch(1));
    smsc.behave(
        (message, there) -> {
          if (message.text().equals("first")) {
            gates.get(0).await(20, TimeUnit.SECONDS);
          }
          return 0;
        });
    try (Gateway gateway = start()) {
      desk.push("d1", "first");
      desk.push("d2", "second");
      Received second = smsc.next();
      assertThat(second.text()).isEqualTo("second");
      smsc.receipt(second.id(), "DELIVRD");
      desk.event("delivered-d2");
      assertThat(desk.committed("sms")).isZero();
      gates.get(0).countDown();
      smsc.receipt(smsc.next().id(), "DELIVRD");
      desk.event("delivered-d1");
      Desk.await("offset", () -> desk.committed("sms") == 2);
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
  void serviceGoesBeforeSalesWhenTheRateIsShort() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    smsc.behave(
        (message, there) -> {
          asked.countDown();
          gate.await(20, TimeUnit.SECONDS);
          return 0;
        });
    try (Gateway gateway = desk.start(config(", window: 1, rate: 1000", ""))) {
      desk.push("d0", "first");
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i <= 5; i++) {
        desk.push("sms", "s" + i, "sales", "+861", "sales " + i, Duration.ofHours(1));
      }
      for (int i = 1; i <= 5; i++) {
        desk.push("sms", "u" + i, "service", "+861", "service " + i, Duration.ofHours(1));
      }
      Desk.await("queue", () -> gateway.waiting("sms") == 10);
      gate.countDown();
      Desk.await("all", () -> desk.committed("sms") == 11);
      gateway.check();
    }
    assertThat(smsc.received().stream().map(Received::text).toList())
        .startsWith("first", "service 1", "service 2", "service 3", "service 4", "service 5")
        .endsWith("sales 4", "sales 5");
  }

  @Test
  void aFullWindowHoldsKafkaBackAndNotMemory() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    smsc.behave(
        (message, there) -> {
          gate.await(20, TimeUnit.SECONDS);
          return 0;
        });
    for (int i = 0; i < 200; i++) {
      desk.push("d" + i, "text " + i);
    }
    try (Gateway gateway = desk.start(config(", window: 2", ", look ahead: 10"))) {
      Desk.await("window", () -> gateway.waiting("sms") >= 10);
      assertThat(gateway.waiting("sms")).isLessThan(20);
      gate.countDown();
      Desk.await("all", () -> desk.committed("sms") == 200);
      gateway.check();
    }
    assertThat(smsc.received()).hasSize(200);
  }

  @Test
  void aTransmitterAndAReceiverDoWhatATransceiverDoes() throws Exception {
    try (Gateway gateway = desk.start(config(", bind: separate, long messages: payload", ""))) {
      Desk.await("binds", () -> smsc.binds() == 2);
      desk.push("d1", "x".repeat(500));
      Received message = smsc.next();
      assertThat(message.text()).isEqualTo("x".repeat(500));
      smsc.receipt(message.id(), "DELIVRD");
      desk.event("delivered-d1");
      gateway.check();
    }
    assertThat(smsc.bindTypes()).containsExactlyInAnyOrder(BindType.BIND_TX, BindType.BIND_RX);
  }

  @Test
  void whatTheSmscWillNeverTakeHasFailed() throws Exception {
    smsc.behave((message, there) -> SMPPConstant.STAT_ESME_RINVDSTADR);
    try (Gateway gateway = start()) {
      desk.push("d1", "nowhere");
      assertThat(desk.event("failed-d1").path("reason").textValue()).isEqualTo("invalid-address");
      Desk.await("offset", () -> desk.committed("sms") == 1);
      gateway.check();
    }
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
          killed.await(30, TimeUnit.SECONDS);
          return 0;
        });
    String config = config(", window: 1", "");
    Path file = Files.writeString(temp.resolve("killed.yaml"), config);
    Process process = GatewayProcess.start(file, broker.bootstrapServers(), desk.topics);
    desk.push("d1", "with the smsc");
    desk.push("d2", "in the process");
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
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

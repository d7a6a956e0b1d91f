package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.smpp.TestSmsc.Received;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jsmpp.SMPPConstant;
import org.junit.jupiter.api.Test;

/** How much an SMSC takes at once, and what waits meanwhile. */
final class SmppWindowTest extends SmppDesk {
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
    try (Gateway gateway = desk.start(config("1s", ", binds: 2, window: 5", ""))) {
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
    CountDownLatch gate = new CountDownLatch(1);
    smsc.behave(
        (message, there) -> {
          if (message.text().equals("first")) {
            await(gate);
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
      gate.countDown();
      smsc.receipt(smsc.next().id(), "DELIVRD");
      desk.event("delivered-d1");
      Desk.await("offset", () -> desk.committed("sms") == 2);
      gateway.check();
    }
  }

  @Test
  void serviceGoesBeforeSalesWhenTheRateIsShort() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    smsc.behave(
        (message, there) -> {
          asked.countDown();
          await(gate);
          return 0;
        });
    try (Gateway gateway = desk.start(config(", window: 1, rate: 1000", ""))) {
      desk.push("d0", "first");
      await(asked);
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
          await(gate);
          return 0;
        });
    for (int i = 0; i < 200; i++) {
      desk.push("d" + i, "text " + i);
    }
    try (Gateway gateway = desk.start(config(", window: 2", ", look ahead: 10"))) {
      // Ten that were read, of which two are with the SMSC; or ten more, read meanwhile.
      Desk.await("window", () -> gateway.waiting("sms") >= 8);
      assertThat(gateway.waiting("sms")).isLessThan(20);
      gate.countDown();
      Desk.await("all", () -> desk.committed("sms") == 200);
      gateway.check();
    }
    assertThat(smsc.received()).hasSize(200);
  }
}

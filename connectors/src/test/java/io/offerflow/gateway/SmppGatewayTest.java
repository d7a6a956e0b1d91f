package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.smpp.TestSmsc.Received;
import java.time.Duration;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.Test;

/** What leaves by SMPP, in time or not at all. */
final class SmppGatewayTest extends SmppDesk {
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
}

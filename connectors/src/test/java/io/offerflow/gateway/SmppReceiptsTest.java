package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offerflow.gateway.smpp.TestSmsc.Received;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an SMSC says of messages, and what people write back. */
final class SmppReceiptsTest extends SmppDesk {
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
}

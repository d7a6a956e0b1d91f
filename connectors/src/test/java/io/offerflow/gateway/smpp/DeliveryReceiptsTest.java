package io.offerflow.gateway.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipt.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.Test;

final class DeliveryReceiptsTest {
  @Test
  void theTextOfAReceiptIsRead() {
    String text =
        "id:0A1b sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:%s err:000"
            + " text:id:99 stat:DELIVRD";
    assertThat(read(text.formatted("DELIVRD"), ReceiptIds.SAME))
        .isEqualTo(Receipt.of("a1b", Kind.DELIVERED, null));
    assertThat(read(text.formatted("EXPIRED"), ReceiptIds.SAME))
        .isEqualTo(Receipt.of("a1b", Kind.FAILED, "expired"));
    assertThat(read(text.formatted("UNDELIVERABLE"), ReceiptIds.SAME).reason())
        .isEqualTo("undeliverable");
    assertThat(read(text.formatted("rejectd"), ReceiptIds.SAME).reason()).isEqualTo("rejected");
  }

  @Test
  void whatIsNotFinalSaysNothing() {
    assertThat(read("id:1 stat:ENROUTE", ReceiptIds.SAME)).isNull();
    assertThat(read("id:1 stat:ACCEPTD", ReceiptIds.SAME)).isNull();
    assertThat(read("id:1 stat:UNKNOWN", ReceiptIds.SAME)).isNull();
    assertThat(read("hello", ReceiptIds.SAME)).isNull();
  }

  @Test
  void idsAreToldInTheFormOfTheAnswer() {
    assertThat(read("id:ff stat:DELIVRD", ReceiptIds.HEX).reference()).isEqualTo("255");
    assertThat(read("id:0000255 stat:DELIVRD", ReceiptIds.DECIMAL).reference()).isEqualTo("ff");
    assertThat(read("id:x-7 stat:DELIVRD", ReceiptIds.DECIMAL).reference()).isEqualTo("x-7");
    assertThat(ReceiptIds.answered(" 00FF ")).isEqualTo("ff");
    assertThat(ReceiptIds.answered("0")).isEqualTo("0");
  }

  @Test
  void parametersHoldOverTheText() {
    DeliverSm pdu = new DeliverSm();
    pdu.setShortMessage("id:1 stat:DELIVRD".getBytes(StandardCharsets.US_ASCII));
    pdu.setOptionalParameters(
        new OptionalParameter.Receipted_message_id("2"),
        new OptionalParameter.Message_state((byte) 5));
    assertThat(DeliveryReceipts.read(pdu, ReceiptIds.SAME))
        .isEqualTo(Receipt.of("2", Kind.FAILED, "undeliverable"));
  }

  @Test
  void theValidityEndsWithTheDeadline() {
    long now = Instant.parse("2026-11-22T23:59:58.500Z").toEpochMilli();
    long deadline = now + Duration.parse("P1DT2H3M4.9S").toMillis();
    assertThat(Validity.RELATIVE.until(deadline, now)).isEqualTo("000001020304000R");
    assertThat(Validity.ABSOLUTE.until(deadline, now)).isEqualTo("261124020303000+");
    assertThat(Validity.RELATIVE.until(now - 5, now)).isEqualTo("000000000001000R");
    assertThat(Validity.RELATIVE.until(now + Duration.ofDays(65).toMillis(), now))
        .isEqualTo("000205000000000R");
    assertThat(Validity.NONE.until(deadline, now)).isNull();
  }

  @Test
  void numbersSayOfWhatTypeTheyAre() {
    assertThat(Numbering.receiver("+86 138-0000", null, null).digits()).isEqualTo("861380000");
    assertThat(Numbering.sender("10086", null, null).type().value()).isEqualTo((byte) 3);
    assertThat(Numbering.sender("Offerflow", null, null).type().value()).isEqualTo((byte) 5);
    assertThat(Numbering.sender("+861380000000", null, null).digits()).isEqualTo("861380000000");
  }

  private static Receipt read(String text, ReceiptIds ids) {
    DeliverSm pdu = new DeliverSm();
    pdu.setShortMessage(text.getBytes(StandardCharsets.ISO_8859_1));
    return DeliveryReceipts.read(pdu, ids);
  }
}

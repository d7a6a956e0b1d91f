package io.offerflow.gateway.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserDataTest {
  @ParameterizedTest
  @CsvSource({
    // In one piece, with and without a header of something else.
    "6869, false, 1, hi",
    "050003070302, false, 1, *",
    "04050213896869, true, 1, hi",
    // The number of the part, behind a reference of eight bits or of sixteen.
    "0500030703026869, true, 2, hi",
    "06080407070403FF, true, 3, *",
    "08040102000307020268696869, true, 2, hihi",
    // Cut off, or of a wrong length: nobody knows.
    "0500030703, true, 1, *",
    "030003076869, true, 1, hi",
    "0300040768, true, 1, h",
    "'', true, 1, ''",
  })
  void theNumberOfThePartStandsInTheHeader(String hex, boolean header, int part, String text) {
    DeliverSm pdu = new DeliverSm();
    pdu.setShortMessage(java.util.HexFormat.of().parseHex(hex));
    pdu.setEsmClass((byte) (header ? 0x40 : 0));

    assertThat(UserData.part(pdu)).isEqualTo(part);
    if (!text.equals("*")) {
      assertThat(new String(UserData.text(pdu), StandardCharsets.US_ASCII)).isEqualTo(text);
    }
  }

  @Test
  void orInAParameter() {
    DeliverSm pdu = new DeliverSm();
    pdu.setShortMessage("hi".getBytes(StandardCharsets.US_ASCII));
    pdu.setOptionalParameters(new OptionalParameter.Sar_segment_seqnum((byte) 4));
    assertThat(UserData.part(pdu)).isEqualTo(4);
  }
}

package io.offerflow.gateway.smpp;

import java.util.Arrays;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;

/**
 * What a message from an SMSC carries: its text, and in front of it a header where there is one.
 */
final class UserData {
  /** Elements of the header that number the parts of a long message. */
  private static final int PARTS = 0x00;

  private static final int PARTS_WIDE = 0x08;

  private UserData() {}

  /** The octets of the text, without a header. */
  static byte[] text(DeliverSm pdu) {
    byte[] octets = octets(pdu);
    return Arrays.copyOfRange(octets, headerEnd(pdu, octets), octets.length);
  }

  /** Which part of a long message this is, from 1; 1 also where it is all of it. */
  static int part(DeliverSm pdu) {
    OptionalParameter.Sar_segment_seqnum number =
        pdu.getOptionalParameter(OptionalParameter.Sar_segment_seqnum.class);
    if (number != null) {
      return number.getValue() & 0xff;
    }
    byte[] octets = octets(pdu);
    int end = headerEnd(pdu, octets);
    for (int at = 1; at + 1 < end; at += 2 + (octets[at + 1] & 0xff)) {
      int length = octets[at + 1] & 0xff;
      boolean numbers =
          octets[at] == PARTS && length == 3 || octets[at] == PARTS_WIDE && length == 4;
      if (numbers && at + 1 + length < end) {
        return octets[at + 1 + length] & 0xff;
      }
    }
    return 1;
  }

  /** They stand in one of two places. */
  private static byte[] octets(DeliverSm pdu) {
    OptionalParameter.Message_payload payload =
        pdu.getOptionalParameter(OptionalParameter.Message_payload.class);
    byte[] octets = payload == null ? pdu.getShortMessage() : payload.getValue();
    return octets == null ? new byte[0] : octets;
  }

  /** Where the text begins; a header that is longer than the message is none. */
  private static int headerEnd(DeliverSm pdu, byte[] octets) {
    boolean header = pdu.isUdhi() && octets.length > 0 && (octets[0] & 0xff) < octets.length;
    return header ? 1 + (octets[0] & 0xff) : 0;
  }
}

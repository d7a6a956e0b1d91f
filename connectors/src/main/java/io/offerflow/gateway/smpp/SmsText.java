package io.offerflow.gateway.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as SMPP carries it: in GSM's alphabet where that has all of its characters, else in UCS-2
 * (which is UTF-16 today), whole or cut into parts.
 *
 * @param dataCoding SMPP's number of the alphabet
 * @param parts at least one, without headers
 */
record SmsText(byte dataCoding, List<byte[]> parts) {
  static final byte GSM = 0;
  static final byte UCS2 = 8;

  /** The header of a part takes six octets, seven septets. */
  private static final int GSM_SINGLE = 160;

  private static final int GSM_PART = 153;
  private static final int UCS2_SINGLE = 140;
  private static final int UCS2_PART = 134;
  private static final int MOST_PARTS = 255;

  /** Cut into parts where it is too long for one message. */
  static SmsText parts(String text) {
    byte[] gsm = Gsm7.encode(text);
    if (gsm != null) {
      return new SmsText(GSM, cut(gsm, GSM_SINGLE, GSM_PART, SmsText::fitsGsm));
    }
    byte[] ucs2 = text.getBytes(StandardCharsets.UTF_16BE);
    return new SmsText(UCS2, cut(ucs2, UCS2_SINGLE, UCS2_PART, SmsText::fitsUcs2));
  }

  /** In one piece, however long it is. */
  static SmsText whole(String text) {
    byte[] gsm = Gsm7.encode(text);
    return gsm != null
        ? new SmsText(GSM, List.of(gsm))
        : new SmsText(UCS2, List.of(text.getBytes(StandardCharsets.UTF_16BE)));
  }

  /** Whether there are more parts than a header can number. */
  boolean isTooLong() {
    return parts.size() > MOST_PARTS;
  }

  /** The part with the header by which the telephone puts them together again. */
  byte[] withHeader(int part, byte reference) {
    byte[] text = parts.get(part);
    byte[] whole = new byte[6 + text.length];
    whole[0] = 5;
    whole[2] = 3;
    whole[3] = reference;
    whole[4] = (byte) parts.size();
    whole[5] = (byte) (part + 1);
    System.arraycopy(text, 0, whole, 6, text.length);
    return whole;
  }

  /** A text that came in; what its alphabet cannot say becomes a replacement character. */
  static String decode(byte[] octets, byte dataCoding) {
    return switch (dataCoding) {
      case UCS2 -> new String(octets, StandardCharsets.UTF_16BE);
      case 3 -> new String(octets, StandardCharsets.ISO_8859_1);
      case 1 -> new String(octets, StandardCharsets.US_ASCII);
      default -> Gsm7.decode(octets);
    };
  }

  /** Whether a part may end before that octet. */
  private interface Border {
    boolean fits(byte[] octets, int end);
  }

  private static boolean fitsGsm(byte[] octets, int end) {
    return octets[end - 1] != Gsm7.ESCAPE;
  }

  private static boolean fitsUcs2(byte[] octets, int end) {
    return !Character.isHighSurrogate(
        (char) ((octets[end - 2] & 0xff) << 8 | (octets[end - 1] & 0xff)));
  }

  private static List<byte[]> cut(byte[] octets, int single, int part, Border border) {
    if (octets.length <= single) {
      return List.of(octets);
    }
    int step = part == UCS2_PART ? 2 : 1;
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < octets.length; ) {
      int to = Math.min(octets.length, from + part);
      if (to < octets.length && !border.fits(octets, to)) {
        to -= step;
      }
      parts.add(Arrays.copyOfRange(octets, from, to));
      from = to;
    }
    return parts;
  }
}

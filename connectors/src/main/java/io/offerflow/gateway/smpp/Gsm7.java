package io.offerflow.gateway.smpp;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The 7-bit alphabet of GSM 03.38 with its extension table, one character an octet, as SMPP carries
 * it.
 */
final class Gsm7 {
  static final byte ESCAPE = 0x1b;

  /** By code; the escape itself stands as a character that no text has. */
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\uffffÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final String EXTENDED = "\f^{}\\[~]|€";
  private static final byte[] EXTENDED_CODES = {
    0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65
  };

  private static final byte[] CODES = codes();

  private Gsm7() {}

  private static byte[] codes() {
    byte[] codes = new byte[0x10000];
    Arrays.fill(codes, (byte) -1);
    for (int code = 0; code < BASIC.length(); code++) {
      if (code != ESCAPE) {
        codes[BASIC.charAt(code)] = (byte) code;
      }
    }
    return codes;
  }

  /** Null when the text has a character that the alphabet does not have. */
  static byte[] encode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int extended = EXTENDED.indexOf(c);
      if (extended >= 0) {
        out.write(ESCAPE);
        out.write(EXTENDED_CODES[extended]);
      } else if (CODES[c] >= 0) {
        out.write(CODES[c]);
      } else {
        return null;
      }
    }
    return out.toByteArray();
  }

  /** What no table has becomes a space, as GSM 03.38 asks for. */
  static String decode(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length);
    for (int i = 0; i < octets.length; i++) {
      int code = octets[i] & 0x7f;
      if (code == ESCAPE && i + 1 < octets.length) {
        text.append(extended(octets[++i]));
      } else {
        text.append(code == ESCAPE ? ' ' : BASIC.charAt(code));
      }
    }
    return text.toString();
  }

  private static char extended(byte code) {
    for (int i = 0; i < EXTENDED_CODES.length; i++) {
      if (EXTENDED_CODES[i] == code) {
        return EXTENDED.charAt(i);
      }
    }
    return ' ';
  }
}

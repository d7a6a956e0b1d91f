package io.offerflow.blob;

import java.nio.charset.StandardCharsets;

/** Texts of 32 hexadecimal digits, which is what ids of decisions are, as 16 bytes. */
final class Hex {
  static final int BYTES = 16;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Hex() {}

  /** Whether the text comes back as it is: small letters only. */
  static boolean isId(String text) {
    if (text.length() != 2 * BYTES) {
      return false;
    }
    for (int i = 0; i < 2 * BYTES; i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  static void write(String id, byte[] target, int from) {
    for (int i = 0; i < BYTES; i++) {
      target[from + i] = (byte) (digit(id.charAt(2 * i)) << 4 | digit(id.charAt(2 * i + 1)));
    }
  }

  static String read(byte[] source, int from) {
    byte[] digits = new byte[2 * BYTES];
    for (int i = 0; i < BYTES; i++) {
      digits[2 * i] = DIGITS[source[from + i] >> 4 & 15];
      digits[2 * i + 1] = DIGITS[source[from + i] & 15];
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  private static int digit(char unit) {
    if (unit >= '0' && unit <= '9') {
      return unit - '0';
    }
    return unit >= 'a' && unit <= 'f' ? unit - 'a' + 10 : -1;
  }
}

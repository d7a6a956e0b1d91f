package io.offerflow.blob;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts of 32 hexadecimal digits, which is what ids of decisions are, as 16 bytes. */
final class Hex {
  static final int BYTES = 16;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Hex() {}

  /** Whether the text is an id and comes back as it is: small letters only. */
  static boolean isId(String text) {
    return text.length() == 2 * BYTES && isHex(text);
  }

  static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes an even number of digits. */
  static void write(String digits, byte[] target, int from) {
    for (int i = 0; i < digits.length() / 2; i++) {
      target[from + i] =
          (byte) (digit(digits.charAt(2 * i)) << 4 | digit(digits.charAt(2 * i + 1)));
    }
  }

  static String read(byte[] source, int from, int count) {
    byte[] digits = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      digits[2 * i] = DIGITS[source[from + i] >> 4 & 15];
      digits[2 * i + 1] = DIGITS[source[from + i] & 15];
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** Whether these digits are among so many of that length that lie side by side. */
  static boolean find(String digits, byte[] source, int from, int count) {
    int length = digits.length() / 2;
    byte[] sought = new byte[length];
    write(digits, sought, 0);
    for (int at = from; at < from + count * length; at += length) {
      if (Arrays.equals(source, at, at + length, sought, 0, length)) {
        return true;
      }
    }
    return false;
  }

  private static int digit(char unit) {
    if (unit >= '0' && unit <= '9') {
      return unit - '0';
    }
    return unit >= 'a' && unit <= 'f' ? unit - 'a' + 10 : -1;
  }
}

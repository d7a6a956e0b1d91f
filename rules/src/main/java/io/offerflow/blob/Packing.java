package io.offerflow.blob;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Short texts of few different characters with fewer than eight bits for each: names as people
 * write them in files, and numbers of telephones.
 *
 * <p>Part of the form of a state: the alphabets stay as they are for ever.
 */
enum Packing {
  /** Five bits each. */
  LETTERS("abcdefghijklmnopqrstuvwxyz-_. :/", 5),
  /** Four bits each. */
  DIGITS("0123456789+-.:/ ", 4);

  private final byte[] alphabet;
  private final byte[] codes = new byte[128];
  private final int bits;

  Packing(String alphabet, int bits) {
    this.alphabet = alphabet.getBytes(StandardCharsets.US_ASCII);
    this.bits = bits;
    Arrays.fill(codes, (byte) -1);
    for (int i = 0; i < this.alphabet.length; i++) {
      codes[this.alphabet[i]] = (byte) i;
    }
  }

  /** The one with the fewest bits that holds that text; null where none does. */
  static Packing of(String text) {
    return DIGITS.holds(text) ? DIGITS : LETTERS.holds(text) ? LETTERS : null;
  }

  private boolean holds(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit >= codes.length || codes[unit] < 0) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes so many characters take. */
  int bytes(int length) {
    return (int) (((long) length * bits + 7) / 8);
  }

  /** As many characters as so many bytes may hold. */
  long most(int bytes) {
    return (long) bytes * 8 / bits;
  }

  void write(String text, byte[] target, int from) {
    int at = from;
    int rest = 0;
    int filled = 0;
    for (int i = 0; i < text.length(); i++) {
      rest = rest << bits | codes[text.charAt(i)];
      filled += bits;
      if (filled >= 8) {
        filled -= 8;
        target[at++] = (byte) (rest >>> filled);
      }
    }
    if (filled > 0) {
      target[at] = (byte) (rest << 8 - filled);
    }
  }

  String read(byte[] source, int from, int length) {
    byte[] text = new byte[length];
    int at = from;
    int rest = 0;
    int filled = 0;
    for (int i = 0; i < length; i++) {
      if (filled < bits) {
        rest = rest << 8 | source[at++] & 0xFF;
        filled += 8;
      }
      filled -= bits;
      text[i] = alphabet[rest >>> filled & (1 << bits) - 1];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}

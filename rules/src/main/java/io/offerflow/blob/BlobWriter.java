package io.offerflow.blob;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/**
 * Writes one customer's state as few bytes. Times are written relative to a base that the caller
 * sets, so that recent ones take three to five bytes; a text that was written before is written as
 * its number.
 */
public final class BlobWriter {
  static final int NULL = 0;
  static final int TEXT = 1;
  static final int NUMBER = 2;
  static final int TRUE = 3;
  static final int FALSE = 4;
  static final int DATE = 5;
  static final int TIME = 6;
  static final int TEXTS = 7;

  /** Half of a decision's id has so many hexadecimal digits. */
  public static final int SHORT_ID = 16;

  /** Even numbers in the place of a text's length; those after them are of known texts. */
  static final int NO_TEXT = 0;

  static final int ID = 2;
  static final int FIRST_KNOWN = 2;

  /** 2020-01-01T00:00Z: what the times of a part count from. */
  public static final long EPOCH = 1_577_836_800_000L;

  /**
   * The low bits of an odd number, in a part: what form a text of that length is in. Elsewhere an
   * odd number is a length of UTF-8 whatever its bits.
   */
  static final int UTF8 = 1;

  static final int LETTERS = 3;
  static final int DIGITS = 7;

  /** As many decimal digits as any {@code long} holds. */
  private static final int MOST_DIGITS = 18;

  private byte[] bytes = new byte[512];
  private int size;
  private long base;
  private boolean inPart;
  private final KnownTexts texts = new KnownTexts();

  /** Forgets all that was written, keeping the buffer for the next customer. */
  public void reset() {
    size = 0;
    base = 0;
    inPart = false;
    texts.clear();
  }

  /**
   * What follows can be read by itself ({@link BlobReader#beginPart}), so that its bytes may be
   * kept while others change: it refers to no text that was written before, and its times count
   * from an instant that never changes. Short names take fewer bytes in a part.
   */
  public void beginPart() {
    inPart = true;
    base = EPOCH;
    texts.clear();
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public int size() {
    return size;
  }

  /**
   * The instant that later calls of {@link #time} are relative to; the reader must set the same.
   */
  public void base(long epochMillis) {
    base = epochMillis;
  }

  public void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  public void bool(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** A number that is small and not negative most of the time: one byte up to 127. */
  public void unsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A number near zero of either sign. */
  public void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  /** Four bytes, whatever the value: for hashes. */
  public void fixedInt(int value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Eight bytes, whatever the value: for hashes. */
  public void fixedLong(long value) {
    fixedInt((int) (value >>> 32));
    fixedInt((int) value);
  }

  /** An instant in epoch milliseconds, written relative to the base. */
  public void time(long epochMillis) {
    signed(base - epochMillis);
  }

  /** An instant not after the base, written relative to it. */
  public void age(long epochMillis) {
    unsigned(base - epochMillis);
  }

  /**
   * A text; null is allowed. One that was written before, or that most customers' states hold,
   * takes one or two bytes; the 32 hexadecimal digits of a decision's id take 17.
   */
  public void text(String value) {
    if (value == null) {
      unsigned(NO_TEXT);
      return;
    }
    int known = texts.number(value);
    if (known >= 0) {
      unsigned((long) (known + FIRST_KNOWN) << 1);
      return;
    }
    if (isId(value)) {
      unsigned(ID);
      ensure(Hex.BYTES);
      Hex.write(value, bytes, size);
      size += Hex.BYTES;
    } else {
      fresh(value);
    }
  }

  /** Whether a text is what ids of decisions are: 32 hexadecimal digits, the letters small. */
  public static boolean isId(String value) {
    return Hex.isId(value);
  }

  /** Whether a text is the first half of such an id. */
  public static boolean isShortId(String value) {
    return value.length() == SHORT_ID && Hex.isHex(value);
  }

  /** The first half of a decision's id, as 8 bytes. */
  public void shortId(String value) {
    ensure(SHORT_ID / 2);
    Hex.write(value, bytes, size);
    size += SHORT_ID / 2;
  }

  /** A text that does not depend on what was written before it; not null. */
  public void plainText(String value) {
    framed(value, 0, 0);
  }

  /** An odd number is the length of a text that follows, an even one stands for one. */
  private void fresh(String value) {
    Packing packing = inPart ? Packing.of(value) : null;
    if (packing == null) {
      framed(value, inPart ? 2 : 1, UTF8);
      return;
    }
    unsigned((long) value.length() << 3 | (packing == Packing.DIGITS ? DIGITS : LETTERS));
    int length = packing.bytes(value.length());
    ensure(length);
    packing.write(value, bytes, size);
    size += length;
  }

  private void framed(String value, int shift, int mark) {
    // Nearly all texts are ASCII, whose bytes need no array of their own.
    int start = size;
    int length = value.length();
    unsigned((long) length << shift | mark);
    ensure(length);
    for (int i = 0; i < length; i++) {
      char next = value.charAt(i);
      if (next >= 0x80) {
        size = start;
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsigned((long) utf8.length << shift | mark);
        raw(utf8, 0, utf8.length);
        return;
      }
      bytes[size++] = (byte) next;
    }
  }

  /** Bytes as they are. */
  public void raw(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /**
   * Puts the number of bytes written since {@link #size} was {@code from} before them, so that a
   * reader can step over them without understanding them.
   */
  public void lengthBefore(int from) {
    int length = size - from;
    unsigned(length);
    int prefix = size - from - length;
    System.arraycopy(bytes, from, bytes, from + prefix, length);
    size = from;
    unsigned(length);
    size += length;
  }

  public void texts(Collection<String> values) {
    unsigned(values.size());
    for (String value : values) {
      text(value);
    }
  }

  /** A decimal, exactly: its scale, then its digits without trailing zeros. */
  public void number(BigDecimal value) {
    if (value.precision() > MOST_DIGITS) {
      big(value.stripTrailingZeros());
      return;
    }
    long scale = value.scale();
    // What is no fraction gives its digits without an object for them.
    long digits = scale == 0 ? value.longValue() : value.scaleByPowerOfTen((int) scale).longValue();
    while (digits != 0 && digits % 10 == 0) {
      digits /= 10;
      scale--;
    }
    // The low bit tells the two forms apart, so that a usual number costs no byte for its length.
    signed(digits == 0 ? 0 : scale * 2);
    signed(digits);
  }

  private void big(BigDecimal plain) {
    BigInteger digits = plain.unscaledValue();
    signed(plain.scale() * 2L + 1);
    byte[] big = digits.toByteArray();
    unsigned(big.length);
    raw(big, 0, big.length);
  }

  /**
   * A value of any type of {@link io.offerflow.event.ValueType}, with its type; null is allowed.
   */
  public void value(Object value) {
    if (value == null) {
      writeByte(NULL);
    } else if (value instanceof String text) {
      writeByte(TEXT);
      text(text);
    } else if (value instanceof BigDecimal number) {
      writeByte(NUMBER);
      number(number);
    } else if (value instanceof Boolean truth) {
      writeByte(truth ? TRUE : FALSE);
    } else if (value instanceof LocalDate date) {
      writeByte(DATE);
      signed(date.toEpochDay());
    } else if (value instanceof Instant instant) {
      writeByte(TIME);
      time(instant.toEpochMilli());
    } else if (value instanceof Set<?> set) {
      writeByte(TEXTS);
      unsigned(set.size());
      for (Object text : set) {
        text((String) text);
      }
    } else {
      throw new IllegalArgumentException("no form for " + value.getClass());
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}

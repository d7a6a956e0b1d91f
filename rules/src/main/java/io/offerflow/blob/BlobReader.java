package io.offerflow.blob;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads what {@link BlobWriter} wrote. Throws {@link CorruptBlobException} on anything else. */
public final class BlobReader {
  private static final int SHORT_ID = BlobWriter.SHORT_ID / 2;

  private byte[] bytes;
  private int end;
  private int at;
  private long base;
  private boolean inPart;

  /** Those that later ones may refer to: the first, as many parts have one only. */
  private String firstText;

  /** All of them; null before the second. */
  private List<String> texts;

  public BlobReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads a part only, as {@link BlobWriter#lengthBefore} frames one. */
  public BlobReader(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /**
   * From now on it is what a new reader of those bytes would be: who reads one thing after the
   * other needs one reader for all.
   *
   * @return itself
   */
  public BlobReader restart(byte[] others, int from, int length) {
    bytes = others;
    at = from;
    end = from + length;
    base = 0;
    inPart = false;
    firstText = null;
    texts = null;
    return this;
  }

  /** Goes on where {@link BlobWriter#beginPart} was called. */
  public void beginPart() {
    inPart = true;
    base = BlobWriter.EPOCH;
    firstText = null;
    texts = null;
  }

  /** What is read from; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** The place in {@link #bytes} that is read next. */
  public int position() {
    return at;
  }

  /** Steps over bytes that something else will read, or nothing. */
  public void skip(int length) {
    if (length < 0) {
      throw new CorruptBlobException("a length of " + length + " at " + at);
    }
    require(length);
    at += length;
  }

  /** How many bytes are still to be read. */
  public int left() {
    return end - at;
  }

  public void base(long epochMillis) {
    base = epochMillis;
  }

  public long base() {
    return base;
  }

  /** Whether every byte has been read. */
  public boolean isAtEnd() {
    return at == end;
  }

  public int readByte() {
    require(1);
    return bytes[at++];
  }

  public boolean bool() {
    return readByte() != 0;
  }

  public long unsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new CorruptBlobException("a number of more than ten bytes at " + at);
  }

  /**
   * A count or length: never more than what is left could hold, so that no corrupt one allocates.
   */
  public int count() {
    return bounded(unsigned());
  }

  /** The same of a count that was read as part of another number. */
  public int bounded(long value) {
    if (value < 0 || value > end - at) {
      throw new CorruptBlobException("a count of " + value + " with " + (end - at) + " bytes left");
    }
    return (int) value;
  }

  public long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  public int fixedInt() {
    require(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  public long fixedLong() {
    long high = fixedInt();
    return (high << 32) | (fixedInt() & 0xFFFFFFFFL);
  }

  public long time() {
    return base - signed();
  }

  /** What {@link BlobWriter#age} wrote. */
  public long age() {
    return base - unsigned();
  }

  public String text() {
    long mark = unsigned();
    if (mark == BlobWriter.NO_TEXT) {
      return null;
    }
    if ((mark & 1) != 0) {
      return remembered(inPart ? ofForm(mark) : ofLength(mark >>> 1));
    }
    if (mark == BlobWriter.ID) {
      require(Hex.BYTES);
      at += Hex.BYTES;
      return remembered(Hex.read(bytes, at - Hex.BYTES, Hex.BYTES));
    }
    long number = (mark >>> 1) - BlobWriter.FIRST_KNOWN;
    if (number < Words.COUNT) {
      return Words.ALL.get((int) number);
    }
    return known(number - Words.COUNT);
  }

  /** What {@link BlobWriter#shortId} wrote. */
  public String shortId() {
    require(SHORT_ID);
    at += SHORT_ID;
    return Hex.read(bytes, at - SHORT_ID, SHORT_ID);
  }

  /** Whether that one is among the next, of which there are so many; steps over none. */
  public boolean hasShortId(String id, int count) {
    if (count > (end - at) / SHORT_ID) {
      throw new CorruptBlobException(count + " ids with " + (end - at) + " bytes left");
    }
    return BlobWriter.isShortId(id) && Hex.find(id, bytes, at, count);
  }

  private String ofForm(long mark) {
    if ((mark & 3) == BlobWriter.UTF8) {
      return ofLength(mark >>> 2);
    }
    Packing packing = (mark & 7) == BlobWriter.DIGITS ? Packing.DIGITS : Packing.LETTERS;
    long length = mark >>> 3;
    if (length > packing.most(end - at)) {
      throw new CorruptBlobException("a text of " + length + " with " + (end - at) + " bytes left");
    }
    String text = packing.read(bytes, at, (int) length);
    at += packing.bytes((int) length);
    return text;
  }

  private String remembered(String text) {
    if (firstText == null) {
      firstText = text;
    } else if (texts == null) {
      texts = new ArrayList<>(8);
      texts.add(firstText);
      texts.add(text);
    } else {
      texts.add(text);
    }
    return text;
  }

  private String known(long number) {
    int known = texts != null ? texts.size() : firstText != null ? 1 : 0;
    if (number >= known) {
      throw new CorruptBlobException("text " + number + " of " + known);
    }
    return texts == null ? firstText : texts.get((int) number);
  }

  /** What {@link BlobWriter#plainText} wrote. */
  public String plainText() {
    return ofLength(unsigned());
  }

  private String ofLength(long value) {
    int length = bounded(value);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  public List<String> texts() {
    int count = count();
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  public BigDecimal number() {
    long form = signed();
    int scale = (int) (form >> 1);
    if (scale != form >> 1) {
      throw new CorruptBlobException("a number of scale " + (form >> 1) + " before " + at);
    }
    if ((form & 1) == 0) {
      return BigDecimal.valueOf(signed(), scale);
    }
    int length = count();
    if (length == 0) {
      throw new CorruptBlobException("a number without digits before " + at);
    }
    BigInteger digits = new BigInteger(bytes, at, length);
    at += length;
    return new BigDecimal(digits, scale);
  }

  public Object value() {
    int kind = readByte();
    return switch (kind) {
      case BlobWriter.NULL -> null;
      case BlobWriter.TEXT -> text();
      case BlobWriter.NUMBER -> number();
      case BlobWriter.TRUE -> Boolean.TRUE;
      case BlobWriter.FALSE -> Boolean.FALSE;
      case BlobWriter.DATE -> date();
      case BlobWriter.TIME -> Instant.ofEpochMilli(time());
      case BlobWriter.TEXTS -> set();
      default -> throw new CorruptBlobException("value of kind " + kind);
    };
  }

  private LocalDate date() {
    long day = signed();
    if (day < LocalDate.MIN.toEpochDay() || day > LocalDate.MAX.toEpochDay()) {
      throw new CorruptBlobException("day " + day + " before " + at);
    }
    return LocalDate.ofEpochDay(day);
  }

  private SortedSet<String> set() {
    SortedSet<String> set = new TreeSet<>();
    for (int left = count(); left > 0; left--) {
      String text = text();
      if (text == null) {
        throw new CorruptBlobException("a set with nothing in it before " + at);
      }
      set.add(text);
    }
    return set;
  }

  private void require(int more) {
    if (end - at < more) {
      throw new CorruptBlobException("ends at " + end + ", " + more + " more expected");
    }
  }
}

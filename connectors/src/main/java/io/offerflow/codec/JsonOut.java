package io.offerflow.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes JSON: members in the order of the calls, no white space, so that the same calls make the
 * same bytes. Texts are UTF-8, escaped only where JSON demands it; half a surrogate pair becomes
 * U+FFFD. Does no checks: who calls closes what it opens.
 */
final class JsonOut {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes;
  private int length;

  JsonOut(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  JsonOut beginObject() {
    return separated('{');
  }

  JsonOut endObject() {
    return raw('}');
  }

  JsonOut beginArray() {
    return separated('[');
  }

  JsonOut endArray() {
    return raw(']');
  }

  JsonOut name(String name) {
    text(name);
    return raw(':');
  }

  /** A member, or nothing when the value is null. */
  JsonOut member(String name, String value) {
    return value == null ? this : name(name).text(value);
  }

  /** A member, or nothing when the value is null. */
  JsonOut member(String name, BigDecimal value) {
    return value == null ? this : name(name).number(value);
  }

  JsonOut text(String value) {
    separated('"');
    return isPlain(value) ? plainText(value).raw('"') : escapedText(value).raw('"');
  }

  /** Whether it stands in JSON as it is, a byte for each character. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** As nearly all texts are: copied whole, which is several times as fast as byte by byte. */
  @SuppressWarnings("deprecation") // The low byte of a character is all of an ASCII one.
  private JsonOut plainText(String value) {
    int after = length + value.length();
    if (after > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(after, bytes.length * 2));
    }
    value.getBytes(0, value.length(), bytes, length);
    length = after;
    return this;
  }

  private JsonOut escapedText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        raw(0xc0 | c >> 6).raw(0x80 | c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        threeBytes(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        int point = Character.toCodePoint(c, value.charAt(++i));
        raw(0xf0 | point >> 18).raw(0x80 | point >> 12 & 0x3f);
        raw(0x80 | point >> 6 & 0x3f).raw(0x80 | point & 0x3f);
      } else {
        threeBytes(0xfffd);
      }
    }
    return this;
  }

  /** A plain decimal without trailing zeros and without an exponent. */
  JsonOut number(BigDecimal value) {
    return plain(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
  }

  JsonOut number(long value) {
    return plain(Long.toString(value));
  }

  /** A value as it is in memory, by {@link io.offerflow.event.ValueType}; sets are sorted. */
  JsonOut value(Object value) {
    if (value instanceof String text) {
      return text(text);
    } else if (value instanceof BigDecimal number) {
      return number(number);
    } else if (value instanceof Boolean bool) {
      return plain(bool.toString());
    } else if (value instanceof LocalDate date) {
      return text(date.toString());
    } else if (value instanceof Instant instant) {
      return time(instant.toEpochMilli());
    } else if (value instanceof Collection<?> texts) {
      beginArray();
      texts.stream().map(String.class::cast).sorted().forEach(this::text);
      return endArray();
    }
    throw new IllegalArgumentException("no value of an event: " + value.getClass());
  }

  /** RFC 3339 in UTC, always with milliseconds: {@code 2026-11-21T08:15:30.120Z}. */
  JsonOut time(long epochMillis) {
    return text(Rfc3339.format(epochMillis));
  }

  /** RFC 3339 in UTC, with milliseconds where there are any: {@code 2026-11-22T03:00:00Z}. */
  JsonOut shortTime(long epochMillis) {
    return text(Rfc3339.formatShort(epochMillis));
  }

  private void ascii(char c) {
    if (c >= 0x20) {
      if (c == '"' || c == '\\') {
        raw('\\');
      }
      raw(c);
      return;
    }
    raw('\\');
    switch (c) {
      case '\n' -> raw('n');
      case '\r' -> raw('r');
      case '\t' -> raw('t');
      case '\b' -> raw('b');
      case '\f' -> raw('f');
      default -> raw('u').raw('0').raw('0').raw(HEX[c >> 4]).raw(HEX[c & 0xf]);
    }
  }

  private void threeBytes(int point) {
    raw(0xe0 | point >> 12).raw(0x80 | point >> 6 & 0x3f).raw(0x80 | point & 0x3f);
  }

  private JsonOut plain(String ascii) {
    comma();
    return plainText(ascii);
  }

  /** The first byte of a value or a name. */
  private JsonOut separated(int first) {
    comma();
    return raw(first);
  }

  /** Before a value or a name, unless something has just begun. */
  private void comma() {
    if (length > 0) {
      byte last = bytes[length - 1];
      if (last != '{' && last != '[' && last != ':') {
        raw(',');
      }
    }
  }

  private JsonOut raw(int b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(64, length * 2));
    }
    bytes[length++] = (byte) b;
    return this;
  }
}

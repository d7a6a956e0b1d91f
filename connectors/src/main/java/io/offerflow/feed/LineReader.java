package io.offerflow.feed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a file line by line as bytes. A line ends with LF or CRLF, the last one also without. Of a
 * line that is too long only the beginning is kept, whatever its length.
 */
final class LineReader implements Closeable {
  static final int MAX_LINE = 10_000_000;

  /** What is kept of a line that is longer. */
  static final int KEPT = 65_536;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long number;
  private boolean tooLong;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, or null after the last. */
  byte[] next() throws IOException {
    byte[] begun = null;
    tooLong = false;
    while (at < end || fill()) {
      int newline = indexOfNewline();
      int until = newline < 0 ? end : newline;
      begun = append(begun, until);
      at = newline < 0 ? end : newline + 1;
      if (newline >= 0) {
        return finish(begun);
      }
    }
    return begun == null ? null : finish(begun);
  }

  /** The number of the line that {@link #next} gave last, from 1. */
  long number() {
    return number;
  }

  /** Whether the line that {@link #next} gave last is only the beginning of one too long. */
  boolean tooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER));
    return end > 0;
  }

  private int indexOfNewline() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private byte[] append(byte[] begun, int until) {
    if (begun == null) {
      return Arrays.copyOfRange(buffer, at, until);
    }
    if (tooLong) {
      return begun;
    }
    int more = until - at;
    if (begun.length + more > MAX_LINE + 1) {
      tooLong = true;
      return Arrays.copyOf(begun, KEPT);
    }
    byte[] longer = Arrays.copyOf(begun, begun.length + more);
    System.arraycopy(buffer, at, longer, begun.length, more);
    return longer;
  }

  private byte[] finish(byte[] line) {
    number++;
    int to = line.length;
    if (!tooLong && to > 0 && line[to - 1] == '\r') {
      to--;
    }
    if (!tooLong && to > MAX_LINE) {
      tooLong = true;
      to = KEPT;
    }
    return to == line.length ? line : Arrays.copyOf(line, to);
  }
}

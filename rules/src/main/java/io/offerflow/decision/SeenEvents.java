package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Fingerprint;
import io.offerflow.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The latest events of one customer, at least {@value #LIMIT} of the last 24 hours if there were so
 * many, by fingerprint of type and id, so that each counts once. Two different ids share a
 * fingerprint once in 2^64 pairs.
 *
 * <p>What was read from bytes stays bytes: it is searched as it is, and goes back as it came. Only
 * when too many have grown too old, or there are too many, are they taken apart, and the old ones
 * dropped.
 */
public final class SeenEvents {
  static final int LIMIT = 512;
  static final long WINDOW_MILLIS = 24L * 60 * 60 * 1000;

  /** So many more than the limit, and so much older than the window, before any are dropped. */
  private static final int SPARE = 64;

  private static final long SPARE_MILLIS = WINDOW_MILLIS / 16;

  private static final byte[] NOTHING = {};
  private static final long[] NONE = {};

  /** Of more than so many the oldest and the last time are written, too, so that none is read. */
  private static final int FEW = 16;

  /** So many fingerprints and more are not looked through for one that has no mark. */
  private static final int MANY = 64;

  /** The highest bits of a fingerprint, which are its mark; 512 bytes hold all of them. */
  private static final int MARK_BITS = 12;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** As they were read, in order of arrival: the fingerprints, the times after the first's. */
  private byte[] packed = NOTHING;

  private int packedSize;
  private int packedPrints;
  private int packedTimes;
  private int packedTimesLength;
  private long packedFirst;
  private long packedLast;

  /** Those that came after them. */
  private long[] prints = NONE;

  private long[] times = NONE;
  private int size;

  /** A bit for the mark of each of {@link #prints}; null while they are few, or some have left. */
  private long[] marks;

  /** The earliest time of all. */
  private long oldest = Long.MAX_VALUE;

  /** The event's fingerprint. */
  static long print(Event event) {
    return Fingerprint.of(event.type(), event.id());
  }

  /** Whether it was accepted at a time in {@code (now - 24h, now]}. */
  public boolean contains(Event event, long now) {
    return contains(print(event), now);
  }

  /** The same by its fingerprint. */
  boolean contains(long print, long now) {
    for (int i = isMarked(print) ? size - 1 : -1; i >= 0; i--) {
      if (prints[i] == print && isInside(times[i], now)) {
        return true;
      }
    }
    for (int i = 0; i < packedSize; i++) {
      if ((long) LONGS.get(packed, packedPrints + i * Long.BYTES) == print
          && isInside(packedTime(i), now)) {
        return true;
      }
    }
    return false;
  }

  /** False only where it is none of {@link #prints}. */
  private boolean isMarked(long print) {
    return marks == null || (marks[word(print)] & bit(print)) != 0;
  }

  private void mark(long print) {
    marks[word(print)] |= bit(print);
  }

  private static int word(long print) {
    return (int) (print >>> Long.SIZE - MARK_BITS + 6);
  }

  /** Of the lowest six bits of the mark. */
  private static long bit(long print) {
    return 1L << (print >>> Long.SIZE - MARK_BITS);
  }

  private static boolean isInside(long time, long now) {
    return time > now - WINDOW_MILLIS && time <= now;
  }

  private long packedTime(int index) {
    BlobReader in = new BlobReader(packed, packedTimes, packedTimesLength);
    long time = packedFirst;
    for (int i = 0; i < index; i++) {
      time += in.signed();
    }
    return time;
  }

  public void add(Event event, long now) {
    add(print(event), event.time(), now);
  }

  void add(long print, long time, long now) {
    if (oldest <= now - WINDOW_MILLIS - SPARE_MILLIS || packedSize + size == LIMIT + SPARE) {
      unpack();
      dropUntil(now - WINDOW_MILLIS);
      removeFirst(size - LIMIT + 1);
      oldest = earliest();
    }
    if (size == prints.length) {
      grow(size + 1 + size / 2);
    }
    append(print, time);
  }

  private void append(long print, long time) {
    prints[size] = print;
    times[size] = time;
    size++;
    if (marks != null) {
      mark(print);
    } else if (size >= MANY) {
      markAll();
    }
    oldest = Math.min(oldest, time);
  }

  private void markAll() {
    marks = new long[1 << MARK_BITS - 6];
    for (int i = 0; i < size; i++) {
      mark(prints[i]);
    }
  }

  private void grow(int capacity) {
    prints = Arrays.copyOf(prints, capacity);
    times = Arrays.copyOf(times, capacity);
  }

  /** Afterwards all of them lie in the arrays, in order of arrival. */
  private void unpack() {
    if (packedSize == 0) {
      return;
    }
    long[] laterPrints = prints;
    long[] laterTimes = times;
    int later = size;
    prints = new long[packedSize + later + 1];
    times = new long[prints.length];
    BlobReader in = new BlobReader(packed, packedTimes, packedTimesLength);
    long time = packedFirst;
    for (int i = 0; i < packedSize; i++) {
      prints[i] = (long) LONGS.get(packed, packedPrints + i * Long.BYTES);
      time = i == 0 ? time : time + in.signed();
      times[i] = time;
    }
    System.arraycopy(laterPrints, 0, prints, packedSize, later);
    System.arraycopy(laterTimes, 0, times, packedSize, later);
    size = packedSize + later;
    marks = null;
    packedSize = 0;
    packedTimesLength = 0;
  }

  /** Takes in those of another id of the same customer; of too many the newest stay. */
  void join(SeenEvents other) {
    unpack();
    other.unpack();
    long[] myPrints = prints;
    long[] myTimes = times;
    int mine = 0;
    int theirs = 0;
    int mySize = size;
    size = mySize + other.size;
    prints = new long[size + 1];
    times = new long[size + 1];
    marks = null;
    for (int i = 0; i < size; i++) {
      boolean isMine =
          theirs == other.size || mine < mySize && myTimes[mine] <= other.times[theirs];
      prints[i] = isMine ? myPrints[mine] : other.prints[theirs];
      times[i] = isMine ? myTimes[mine++] : other.times[theirs++];
    }
    removeFirst(size - LIMIT);
    oldest = earliest();
  }

  private void dropUntil(long epochMillis) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > epochMillis) {
        prints[kept] = prints[i];
        times[kept] = times[i];
        kept++;
      }
    }
    size = kept;
    marks = null;
  }

  private void removeFirst(int count) {
    if (count > 0) {
      System.arraycopy(prints, count, prints, 0, size - count);
      System.arraycopy(times, count, times, 0, size - count);
      size -= count;
    }
  }

  private long earliest() {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      earliest = Math.min(earliest, times[i]);
    }
    return earliest;
  }

  boolean isEmpty() {
    return packedSize + size == 0;
  }

  /** First the fingerprints, side by side, then the times; both in order of arrival. */
  void write(BlobWriter out) {
    int count = packedSize + size;
    out.unsigned(count);
    if (count == 0) {
      return;
    }
    out.raw(packed, packedPrints, packedSize * Long.BYTES);
    for (int i = 0; i < size; i++) {
      out.fixedLong(prints[i]);
    }
    out.time(packedSize > 0 ? packedFirst : times[0]);
    if (count <= FEW) {
      writeLaterTimes(out);
    } else {
      out.time(oldest);
      out.time(size > 0 ? times[size - 1] : packedLast);
      int start = out.size();
      writeLaterTimes(out);
      out.lengthBefore(start);
    }
  }

  /** Of all but the first, each after the one before it. */
  private void writeLaterTimes(BlobWriter out) {
    out.raw(packed, packedTimes, packedTimesLength);
    long previous = packedSize > 0 ? packedLast : times[0];
    for (int i = packedSize > 0 ? 0 : 1; i < size; i++) {
      out.signed(times[i] - previous);
      previous = times[i];
    }
  }

  /** See {@link #fill}. */
  static SeenEvents read(BlobReader in) {
    SeenEvents seen = new SeenEvents();
    seen.fill(in);
    return seen;
  }

  /**
   * Becomes what those bytes say, whatever it was. Keeps the reader's bytes, which must not change
   * afterwards.
   */
  void fill(BlobReader in) {
    clear();
    readFirst(in);
    if (packedSize <= FEW) {
      readLaterTimes(in);
    } else {
      oldest = in.time();
      packedLast = in.time();
      packedTimesLength = in.count();
      packedTimes = in.position();
      in.skip(packedTimesLength);
    }
  }

  /** As states of version 1 hold them. */
  static SeenEvents readVersion1(BlobReader in) {
    SeenEvents seen = new SeenEvents();
    seen.readFirst(in);
    seen.readLaterTimes(in);
    return seen;
  }

  /** Keeps room for as many as mostly come before the next time. */
  private void clear() {
    packed = NOTHING;
    packedSize = 0;
    packedPrints = 0;
    packedTimes = 0;
    packedTimesLength = 0;
    if (prints.length > FEW) {
      prints = NONE;
      times = NONE;
    }
    size = 0;
    marks = null;
    oldest = Long.MAX_VALUE;
  }

  private void readFirst(BlobReader in) {
    int count = in.count();
    if (count > 0) {
      packed = in.bytes();
      packedSize = count;
      packedPrints = in.position();
      in.skip(count * Long.BYTES);
      packedFirst = in.time();
      packedLast = packedFirst;
      oldest = packedFirst;
    }
  }

  private void readLaterTimes(BlobReader in) {
    if (packedSize == 0) {
      return;
    }
    packedTimes = in.position();
    for (int i = 1; i < packedSize; i++) {
      packedLast += in.signed();
      oldest = Math.min(oldest, packedLast);
    }
    packedTimesLength = in.position() - packedTimes;
  }
}

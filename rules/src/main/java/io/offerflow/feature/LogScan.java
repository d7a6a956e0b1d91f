package io.offerflow.feature;

import io.offerflow.blob.BlobReader;

/**
 * Goes through a log that is there as bytes, without objects for its entries. Only through one of
 * which no event was merged and no value is kept as an object: see {@link #isPlain}.
 *
 * <p>One object for all logs that are gone through, one after the other. For one thread.
 */
final class LogScan extends LogWalk {
  private static final byte[] NOTHING = {};

  private final BlobReader in = new BlobReader(NOTHING);
  private long unit;
  private boolean sparse;
  private boolean plain;

  /** How many there are in the bytes. */
  private int columns;

  /** The wanted one among these; -1 where events are counted. */
  private int column;

  /** Millionths in one unit of its numbers. */
  private long scale;

  /** So many entries of the bytes are to come. */
  private int left;

  /** The time of the last entry of the bytes that was come to; until then of the first one. */
  private long timeInBytes;

  /** Whether no entry of the bytes was come to. */
  private boolean fresh;

  /** An entry that comes before those of the bytes; of no meaning once it was come to. */
  private boolean ahead;

  private long time;
  private long number;

  /**
   * Goes before the first entry of a log; whatever it went through before is done with.
   *
   * @param bytes with the log's among them, as {@link LogCode#write} wrote them
   * @param newest the time of their newest entry
   * @param wanted null where events are counted
   */
  void begin(byte[] bytes, int from, int length, int head, long newest, Column wanted) {
    in.restart(bytes, from, length);
    unit = TimeCode.unit(head);
    sparse = LogCode.isSparse(head);
    left = in.count();
    columns = in.count();
    timeInBytes = newest;
    fresh = true;
    ahead = false;
    column = -1;
    boolean numbers = true;
    for (int c = 0; c < columns; c++) {
      int key = in.fixedInt();
      int form = LogCode.form(in.readByte());
      numbers = numbers && form != LogCode.OBJECTS;
      if (wanted != null && wanted.key() == key) {
        column = c;
        scale = form == LogCode.OBJECTS ? 0 : Decimals.unit(form);
      }
    }
    plain = !LogCode.isMerged(head) && numbers && (wanted == null || column >= 0);
  }

  /** Whether it can be gone through. */
  boolean isPlain() {
    return plain;
  }

  /**
   * Another entry goes first, and of the others only so many of the newest are left.
   *
   * @param numberOfFirst of the wanted column in millionths, or {@link Decimals#ABSENT}
   */
  void after(long timeOfFirst, long numberOfFirst, int others) {
    ahead = true;
    time = timeOfFirst;
    number = numberOfFirst;
    left = others;
  }

  @Override
  boolean next() {
    if (ahead) {
      ahead = false;
      return true;
    }
    if (left == 0) {
      return false;
    }
    left--;
    timeInBytes -= fresh ? 0 : in.unsigned() * unit;
    fresh = false;
    time = timeInBytes;
    number = Decimals.ABSENT;
    for (int c = 0; c < columns; c++) {
      if (!sparse || in.bool()) {
        long digits = in.signed();
        number = c == column ? digits * scale : number;
      }
    }
    return true;
  }

  @Override
  long time() {
    return time;
  }

  @Override
  void addTo(Tally tally) {
    if (column < 0) {
      tally.count(1);
    } else if (number != Decimals.ABSENT) {
      tally.add(number);
    }
  }
}

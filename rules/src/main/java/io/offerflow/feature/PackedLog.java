package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.condition.EventValues;
import io.offerflow.event.Event;
import java.util.Arrays;
import java.util.List;

/**
 * A log that stays the bytes that it was read from although an event has entered it: the newest
 * entries go first in them, so the event goes before them, and what has grown too old is cut off at
 * their end. It comes to the same bytes as {@link EventLog} ({@code PackedLogTest}).
 *
 * <p>One event enters it, if that changes nothing of how the others are written. Before that it is
 * of no use.
 */
final class PackedLog implements Kept {
  /** Said of an event that it has no room for; nothing has changed. */
  static final int NO_ROOM = -1;

  /** What is said of a column: its key and how its values are written. */
  private static final int COLUMN_BYTES = 5;

  private final LogStore store;
  private final byte[] bytes;
  private final int from;
  private final int length;
  private final int head;
  private final long newestOfBytes;

  /** Where what is said of the columns begins, how many there are of them included. */
  private int columns;

  /** Where the entries begin, and where those end that are not too old. */
  private int entries;

  private int end;

  /** How many these are. */
  private int left;

  /** Of the event that entered. */
  private long time;

  /** The same in millionths or {@link Decimals#ABSENT}, by column; null before it enters. */
  private long[] numbers;

  /**
   * @param in before the log's bytes, of which it reads none
   */
  PackedLog(LogStore store, BlobReader in, int head, long newest) {
    this.store = store;
    bytes = in.bytes();
    from = in.position();
    length = in.left();
    this.head = head;
    newestOfBytes = newest;
  }

  /**
   * See {@link Open#add}.
   *
   * @param in before the log's bytes
   * @return {@link #NO_ROOM} where it cannot enter in this form
   */
  int add(BlobReader in, Event event, long now) {
    List<Column> all = store.columns();
    long[] row = new long[all.size()];
    boolean enters = store.isCounting();
    int skipped = 0;
    for (int c = 0; c < row.length; c++) {
      Column column = all.get(c);
      Object value = EventValues.of(event, column.field());
      row[c] = Decimals.ABSENT;
      if (value != null && !column.fits(event)) {
        skipped += column.features();
      } else if (value != null) {
        row[c] = Decimals.numberOf(value);
        enters = true;
      }
    }
    if (enters && !Span.isPast(event.time(), store.retention(), now)) {
      return hasRoom(in, event.time(), row, now) ? skipped : NO_ROOM;
    }
    return skipped;
  }

  /** Whether it has entered. */
  private boolean hasRoom(BlobReader in, long timeOfEvent, long[] row, long now) {
    int unitCode = TimeCode.unitCode(head);
    boolean fits =
        timeOfEvent >= newestOfBytes
            && !LogCode.isMerged(head)
            && TimeCode.coarsest(timeOfEvent, unitCode) == unitCode;
    if (!fits) {
      return false;
    }
    int size = in.count();
    columns = in.position();
    if (!readColumns(in, row)) {
      return false;
    }
    entries = in.position();
    cut(in, size, now);
    if (left >= EventLog.EXACT || left < size && LogCode.isSparse(head)) {
      return false;
    }
    time = timeOfEvent;
    numbers = row;
    return true;
  }

  /** Whether the columns are those of the store, and hold these numbers as well. */
  private boolean readColumns(BlobReader in, long[] row) {
    if (in.count() != row.length) {
      return false;
    }
    for (int c = 0; c < row.length; c++) {
      Column column = store.columns().get(c);
      int key = in.fixedInt();
      int said = in.readByte();
      int form = LogCode.form(said);
      boolean same = key == column.key() && said == LogCode.said(form, column);
      boolean written = row[c] != Decimals.ABSENT || LogCode.isSparse(head);
      boolean holds = form != LogCode.OBJECTS && LogCode.form(row[c], (byte) form) == form;
      if (!same || !written || !holds) {
        return false;
      }
    }
    return true;
  }

  /** Finds the entries that are not too old. */
  private void cut(BlobReader in, int size, long now) {
    long unit = TimeCode.unit(head);
    long timeOfEntry = newestOfBytes;
    left = 0;
    end = entries;
    while (left < size) {
      timeOfEntry -= left == 0 ? 0 : in.unsigned() * unit;
      if (Span.isPast(timeOfEntry, store.retention(), now)) {
        return;
      }
      for (int c = store.columns().size(); c > 0; c--) {
        if (!LogCode.isSparse(head) || in.bool()) {
          in.unsigned();
        }
      }
      left++;
      end = in.position();
    }
  }

  boolean hasEntered() {
    return numbers != null;
  }

  /** Has the scan go through it, once an event has entered. */
  void begin(LogScan scan, int column) {
    Column wanted = column < 0 ? null : store.columns().get(column);
    scan.begin(bytes, from, length, head, newestOfBytes, wanted);
    scan.after(time, column < 0 ? Decimals.ABSENT : numbers[column], left);
  }

  /** The same as objects. */
  EventLog open() {
    BlobReader in = new BlobReader(bytes, from, length);
    EventLog log = LogCode.read(in, head, newestOfBytes, store);
    log.dropFirst(log.size - left);
    Object[] row = new Object[numbers.length];
    Arrays.setAll(row, c -> numbers[c] == Decimals.ABSENT ? null : Decimals.ofMicros(numbers[c]));
    log.insert(time, row);
    return log;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public long newest() {
    return time;
  }

  @Override
  public int head() {
    return head;
  }

  @Override
  public void write(BlobWriter out, int sameHead) {
    out.unsigned(left + 1L);
    out.raw(bytes, columns, entries - columns);
    int said = entries - numbers.length * COLUMN_BYTES;
    for (int c = 0; c < numbers.length; c++) {
      int form = LogCode.form(bytes[said + c * COLUMN_BYTES + Integer.BYTES]);
      if (LogCode.isSparse(head)) {
        out.bool(numbers[c] != Decimals.ABSENT);
      }
      if (numbers[c] != Decimals.ABSENT) {
        out.signed(Decimals.inUnits(numbers[c], form));
      }
    }
    if (left > 0) {
      out.unsigned(TimeCode.inUnits(time - newestOfBytes, TimeCode.unitCode(head)));
    }
    out.raw(bytes, entries, end - entries);
  }
}

package io.offerflow.feature;

import io.offerflow.blob.BlobWriter;
import io.offerflow.condition.EventValues;
import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * The events of one customer that a {@link LogStore} asks for, in order of time, of equal times in
 * order of arrival.
 *
 * <p>Bounded: of each field, and of the events themselves, the newest {@value #EXACT} are kept one
 * by one, so that every window that holds no more than that is exact. Older ones that lie in the
 * same cell of 1/256 of the window's length are merged into one entry with the time of the newest,
 * by which the far edge of a window is off by less than that length. A log of one rolling window
 * and one field has at most 128 + 257 entries of one time and one value each. Each further field
 * adds at most 2 x 128 and each further length of window 2 x 257, seldom nearly as many.
 */
final class EventLog implements Open {
  static final int EXACT = 128;
  private static final int ROOM = 4;

  final LogStore store;
  int size;

  /** Of each entry; of a merged one the time of its newest event. */
  long[] times;

  /** By column, of each entry: millionths, {@link Decimals#ABSENT} or {@link Decimals#OTHER}. */
  final long[][] numbers;

  /** By column, of each entry: the value where its number is OTHER; null where none ever was. */
  final Object[][] others;

  /** By column, how its values are written; see {@link LogCode#form}. */
  final byte[] forms;

  /** Of the coarsest unit that all times are multiples of. Goes down only. */
  int unitCode = TimeCode.coarsest();

  /** Of each entry what was merged into it, null where nothing; null when nothing ever was. */
  Merged[] merged;

  /** Known while events enter a long log one after the other, else null. */
  OneByOne exact;

  /** Null until a long log is read. */
  LogSums sums;

  EventLog(LogStore store) {
    this(store, ROOM);
  }

  EventLog(LogStore store, int capacity) {
    this.store = store;
    times = new long[capacity];
    numbers = new long[store.columns().size()][capacity];
    others = new Object[numbers.length][];
    forms = new byte[numbers.length];
  }

  @Override
  public int add(Event event, long now) {
    List<Column> columns = store.columns();
    Object[] row = new Object[columns.size()];
    boolean enters = store.isCounting();
    int skipped = 0;
    for (int c = 0; c < row.length; c++) {
      Column column = columns.get(c);
      Object value = EventValues.of(event, column.field());
      if (value != null && !column.fits(event)) {
        skipped += column.features();
      } else if (value != null) {
        row[c] = value;
        enters = true;
      }
    }
    if (enters && !Span.isPast(event.time(), store.retention(), now)) {
      forget(now);
      enter(event.time(), row, now);
    }
    return skipped;
  }

  private void enter(long time, Object[] row, long now) {
    if (size <= EXACT) {
      exact = null;
      insert(time, row);
      merge(now);
      return;
    }
    long before = newest();
    exact = exact == null ? new OneByOne(this) : exact;
    new LogMerge(this, now).entered(insert(time, row), before);
    // Not by events, but by other rules the log was made for windows of other lengths.
    if (size > store.bound()) {
      merge(now);
    }
  }

  private void merge(long now) {
    if (size > EXACT) {
      new LogMerge(this, now).run();
    }
  }

  private void forget(long now) {
    int past = 0;
    while (past < size && Span.isPast(times[past], store.retention(), now)) {
      past++;
    }
    if (past > 0) {
      dropFirst(past);
      for (int c = 0; c < forms.length; c++) {
        if (forms[c] == LogCode.OBJECTS) {
          forms[c] = form(c);
        }
      }
    }
  }

  /** A column's form without what has left: one strange number must not cost bytes for ever. */
  private byte form(int column) {
    byte form = 0;
    for (int entry = 0; entry < size && form != LogCode.OBJECTS; entry++) {
      if (merged(entry) == null) {
        form = LogCode.form(numbers[column][entry], form);
      }
    }
    return form;
  }

  void dropFirst(int entries) {
    if (entries == 0) {
      return;
    }
    if (exact != null) {
      exact.dropping(entries);
    }
    move(entries, 0, size - entries);
    clear(size - entries, size);
    size -= entries;
    if (sums != null) {
      sums.dropped(entries);
    }
  }

  /** An entry is no more: the next one has taken in its events. */
  void remove(int entry) {
    exact.removed(entry);
    move(entry + 1, entry, size - entry - 1);
    clear(size - 1, size);
    size--;
    if (sums != null) {
      sums.joined(entry);
    }
  }

  /** The first entry that is not older than that; the size where all are. */
  int firstFrom(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void join(Open other, long now) {
    EventLog theirs = (EventLog) other;
    exact = null;
    Object[] row = new Object[numbers.length];
    for (int entry = 0; entry < theirs.size; entry++) {
      Merged events = theirs.merged(entry);
      for (int c = 0; c < row.length; c++) {
        row[c] = events == null ? theirs.get(c, entry) : null;
      }
      int at = insert(theirs.times[entry], row);
      if (events != null) {
        put(events, at);
      }
    }
    forget(now);
    merge(now);
  }

  @Override
  public Open with(Open before, long now) {
    exact = null;
    if (new LogUnion(this, (EventLog) before).run()) {
      forget(now);
      merge(now);
    }
    return this;
  }

  /** Takes in an entry of another log of the same store; of equal times it was the first. */
  void insertFirst(EventLog other, int entry) {
    int at = size;
    while (at > 0 && times[at - 1] >= other.times[entry]) {
      at--;
    }
    Merged events = other.merged(entry);
    Object[] row = new Object[numbers.length];
    for (int c = 0; c < row.length && events == null; c++) {
      row[c] = other.get(c, entry);
    }
    insertAt(at, other.times[entry], row);
    if (events != null) {
      put(events, at);
    }
  }

  private void put(Merged events, int entry) {
    if (merged == null) {
      merged = new Merged[times.length];
    }
    merged[entry] = events;
    unitCode = TimeCode.coarsest(events.oldest, unitCode);
  }

  /** Returns where it went. */
  int insert(long time, Object[] row) {
    int at = size;
    while (at > 0 && times[at - 1] > time) {
      at--;
    }
    insertAt(at, time, row);
    return at;
  }

  private void insertAt(int at, long time, Object[] row) {
    if (size == times.length) {
      grow(size + Math.max(ROOM, size / 4));
    }
    move(at, at + 1, size - at);
    clear(at, at + 1);
    size++;
    if (sums != null) {
      sums.inserted(at);
    }
    times[at] = time;
    unitCode = TimeCode.coarsest(time, unitCode);
    for (int c = 0; c < row.length; c++) {
      set(c, at, row[c]);
    }
  }

  /** Puts a value, null for none, into an entry that was not merged. */
  void set(int column, int entry, Object value) {
    long number = Decimals.numberOf(value);
    numbers[column][entry] = number;
    forms[column] = LogCode.form(number, forms[column]);
    if (number == Decimals.OTHER) {
      if (others[column] == null) {
        others[column] = new Object[times.length];
      }
      others[column][entry] = Decimals.plain(value);
    }
  }

  /** The value in an entry that was not merged; null for none. */
  Object get(int column, int entry) {
    long number = numbers[column][entry];
    if (number == Decimals.ABSENT) {
      return null;
    }
    return number == Decimals.OTHER ? others[column][entry] : Decimals.ofMicros(number);
  }

  Merged merged(int entry) {
    return merged == null ? null : merged[entry];
  }

  private void grow(int capacity) {
    times = Arrays.copyOf(times, capacity);
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = Arrays.copyOf(numbers[c], capacity);
      if (others[c] != null) {
        others[c] = Arrays.copyOf(others[c], capacity);
      }
    }
    if (merged != null) {
      merged = Arrays.copyOf(merged, capacity);
    }
  }

  void move(int from, int to, int entries) {
    System.arraycopy(times, from, times, to, entries);
    for (int c = 0; c < numbers.length; c++) {
      System.arraycopy(numbers[c], from, numbers[c], to, entries);
      if (others[c] != null) {
        System.arraycopy(others[c], from, others[c], to, entries);
      }
    }
    if (merged != null) {
      System.arraycopy(merged, from, merged, to, entries);
    }
  }

  private void clear(int from, int to) {
    for (Object[] values : others) {
      if (values != null) {
        Arrays.fill(values, from, to, null);
      }
    }
    if (merged != null) {
      Arrays.fill(merged, from, to, null);
    }
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public long newest() {
    return times[size - 1];
  }

  @Override
  public Object value(Reading reading, long edge) {
    if (size < LogSums.WORTH || !LogSums.serves(reading.feature().aggregate())) {
      return LogTally.value(this, reading, edge);
    }
    sums = sums == null ? new LogSums(this) : sums;
    return sums.value(reading, edge);
  }

  @Override
  public long nextFall(Reading reading, long length, long after, BigDecimal line) {
    Aggregate aggregate = reading.feature().aggregate();
    LogWalk walk = LogTally.walk(this, reading.column());
    return LogTally.nextFall(walk, new Tally(aggregate), length, after, line);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public int head() {
    return LogCode.head(this);
  }

  @Override
  public void write(BlobWriter out, int head) {
    LogCode.write(out, head, this);
  }

  /** What several events that share an entry leave. */
  static final class Merged {
    final ColumnTotal[] totals;
    long count;

    /** Time of the oldest event. */
    long oldest;

    Merged(int columns) {
      totals = new ColumnTotal[columns];
    }
  }
}

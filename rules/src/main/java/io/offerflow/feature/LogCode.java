package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.feature.EventLog.Merged;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of an {@link EventLog}: each entry from the newest to the oldest as the time since it
 * and its values, numbers with as few decimal places as the column needs.
 */
final class LogCode {
  private static final int SPARSE = 1;
  private static final int MERGED = 2;
  private static final int FORM_BITS = 3;

  /** Instead of a number of places: values are written as objects. */
  static final byte OBJECTS = 7;

  private LogCode() {}

  static int head(EventLog log) {
    int flags = (isSparse(log) ? SPARSE : 0) | (isMerged(log) ? MERGED : 0);
    return TimeCode.head(flags, log.unitCode);
  }

  static void write(BlobWriter out, int head, EventLog log) {
    int flags = TimeCode.flags(head);
    out.unsigned(log.size);
    List<Column> columns = log.store.columns();
    out.unsigned(columns.size());
    for (int c = 0; c < columns.size(); c++) {
      out.fixedInt(columns.get(c).key());
      out.writeByte(said(log.forms[c], columns.get(c)));
    }
    for (int entry = log.size - 1; entry >= 0; entry--) {
      if (entry < log.size - 1) {
        out.unsigned(TimeCode.inUnits(log.times[entry + 1] - log.times[entry], log.unitCode));
      }
      Merged merged = log.merged(entry);
      if ((flags & MERGED) != 0) {
        out.unsigned(merged == null ? 0 : merged.count);
      }
      if (merged != null) {
        writeMerged(out, merged, log.times[entry], log);
      } else {
        writeRow(out, log, entry, (flags & SPARSE) != 0);
      }
    }
  }

  private static void writeMerged(BlobWriter out, Merged merged, long time, EventLog log) {
    List<Column> columns = log.store.columns();
    out.unsigned(TimeCode.inUnits(time - merged.oldest, log.unitCode));
    for (int c = 0; c < columns.size(); c++) {
      out.bool(merged.totals[c] != null);
      if (merged.totals[c] != null) {
        merged.totals[c].write(out, columns.get(c).needs());
      }
    }
  }

  private static void writeRow(BlobWriter out, EventLog log, int entry, boolean sparse) {
    byte[] forms = log.forms;
    for (int c = 0; c < forms.length; c++) {
      long number = log.numbers[c][entry];
      if (forms[c] == OBJECTS) {
        Cell.write(out, log.get(c, entry));
        continue;
      }
      if (sparse) {
        out.bool(number != Decimals.ABSENT);
      }
      if (number != Decimals.ABSENT) {
        out.signed(Decimals.inUnits(number, forms[c]));
      }
    }
  }

  /** Whether each value says whether it is there. */
  static boolean isSparse(int head) {
    return (TimeCode.flags(head) & SPARSE) != 0;
  }

  /** Whether some entries are merged ones. */
  static boolean isMerged(int head) {
    return (TimeCode.flags(head) & MERGED) != 0;
  }

  /** How the values of a column are written, of what is said of it before them. */
  static int form(int said) {
    return said & (1 << FORM_BITS) - 1;
  }

  /** What is said of a column whose values are written in that form. */
  static int said(int form, Column column) {
    return form | column.needs() << FORM_BITS;
  }

  private static boolean isSparse(EventLog log) {
    for (long[] column : log.numbers) {
      for (int entry = 0; entry < log.size; entry++) {
        if (column[entry] == Decimals.ABSENT && log.merged(entry) == null) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isMerged(EventLog log) {
    for (int entry = 0; log.merged != null && entry < log.size; entry++) {
      if (log.merged[entry] != null) {
        return true;
      }
    }
    return false;
  }

  /** The form that holds this number and all that {@code form} holds. */
  static byte form(long number, byte form) {
    if (number == Decimals.ABSENT || form == OBJECTS) {
      return form;
    }
    return number == Decimals.OTHER ? OBJECTS : (byte) Decimals.places(number, form);
  }

  static EventLog read(BlobReader in, int head, long newest, LogStore store) {
    int flags = TimeCode.flags(head);
    long unit = TimeCode.unit(head);
    long time = newest;
    int size = in.count();
    // One more than there are, for the event that most reads are followed by.
    EventLog log = new EventLog(store, size + 1);
    log.size = size;
    log.unitCode = TimeCode.unitCode(head);
    Stored[] columns = readColumns(in, log);
    for (long[] numbers : log.numbers) {
      Arrays.fill(numbers, Decimals.ABSENT);
    }
    for (int entry = size - 1; entry >= 0; entry--) {
      if (entry < size - 1) {
        time -= in.unsigned() * unit;
      }
      log.times[entry] = time;
      long count = (flags & MERGED) == 0 ? 0 : in.unsigned();
      if (count == 0) {
        readRow(in, log, entry, columns, (flags & SPARSE) != 0);
      } else {
        readMerged(in, log, entry, columns, count, unit);
      }
    }
    return log;
  }

  private static Stored[] readColumns(BlobReader in, EventLog log) {
    Stored[] columns = new Stored[in.count()];
    for (int i = 0; i < columns.length; i++) {
      int key = in.fixedInt();
      int form = in.readByte();
      int places = form(form);
      if (places > Decimals.PLACES && places != OBJECTS) {
        throw new CorruptBlobException("numbers of form " + places);
      }
      int index = indexOf(key, log.store);
      if (index >= 0) {
        log.forms[index] = (byte) places;
      }
      columns[i] = new Stored(index, places, form >>> FORM_BITS);
    }
    return columns;
  }

  /** Where the bundle of now has that column; -1 when it has it no more. */
  private static int indexOf(int key, LogStore store) {
    List<Column> columns = store.columns();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).key() == key) {
        return c;
      }
    }
    return -1;
  }

  private static void readRow(
      BlobReader in, EventLog log, int entry, Stored[] columns, boolean sparse) {
    for (Stored column : columns) {
      if (column.form == OBJECTS) {
        Object value = Cell.read(in);
        if (column.index >= 0) {
          log.set(column.index, entry, value);
        }
      } else if (!sparse || in.bool()) {
        long number = in.signed() * Decimals.unit(column.form);
        if (column.index >= 0) {
          log.numbers[column.index][entry] = number;
        }
      }
    }
  }

  private static void readMerged(
      BlobReader in, EventLog log, int entry, Stored[] columns, long count, long unit) {
    Merged merged = new Merged(log.numbers.length);
    merged.count = count;
    merged.oldest = log.times[entry] - in.unsigned() * unit;
    for (Stored column : columns) {
      if (in.bool()) {
        ColumnTotal total = ColumnTotal.read(in, column.needs);
        if (column.index >= 0) {
          merged.totals[column.index] = total;
        }
      }
    }
    if (log.merged == null) {
      log.merged = new Merged[log.times.length];
    }
    log.merged[entry] = merged;
  }

  /** A column as it was written. */
  private record Stored(int index, int form, int needs) {}
}

package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import java.math.BigDecimal;

/** What is left of one field of several events: as much as the features over it need. */
final class ColumnTotal {
  static final int SUM = 1;
  static final int MIN = 2;
  static final int MAX = 4;
  static final int FIRST = 8;

  long count;

  /** The sum is both together: millionths, and what they cannot hold. */
  private long micros;

  private BigDecimal beyondMicros = BigDecimal.ZERO;
  Object min;
  Object max;
  Object first;
  long firstTime = Long.MAX_VALUE;

  static int need(Aggregate aggregate) {
    return switch (aggregate) {
      case SUM, AVERAGE -> SUM;
      case MIN -> MIN;
      case MAX -> MAX;
      case FIRST -> FIRST;
      default -> 0;
    };
  }

  /** The total of one event. */
  static ColumnTotal of(Object value, long time, int needs) {
    ColumnTotal total = new ColumnTotal();
    total.count = 1;
    if ((needs & SUM) != 0) {
      total.add(Decimals.rounded((BigDecimal) value));
    }
    if ((needs & MIN) != 0) {
      total.min = value;
    }
    if ((needs & MAX) != 0) {
      total.max = value;
    }
    if ((needs & FIRST) != 0) {
      total.first = value;
      total.firstTime = time;
    }
    return total;
  }

  private void add(BigDecimal number) {
    long more = Decimals.micros(number);
    if (more == Decimals.OTHER) {
      beyondMicros = beyondMicros.add(number);
    } else {
      add(more);
    }
  }

  private void add(long more) {
    long next = micros + more;
    if (((micros ^ next) & (more ^ next)) < 0) {
      beyondMicros = beyondMicros.add(Decimals.ofMicros(micros));
      next = more;
    }
    micros = next;
  }

  BigDecimal sum() {
    return beyondMicros.signum() == 0
        ? Decimals.ofMicros(micros)
        : beyondMicros.add(Decimals.ofMicros(micros));
  }

  /** The sum in millionths, or {@link Decimals#OTHER} where they cannot hold it. */
  long micros() {
    return beyondMicros.signum() == 0 ? micros : Decimals.OTHER;
  }

  /** Enters the sum into a tally. */
  void addTo(Tally tally) {
    tally.addMicros(micros);
    if (beyondMicros.signum() != 0) {
      tally.addBeyond(beyondMicros);
    }
  }

  /** Takes in events that came before, or at the same time and arrived before. */
  void absorbOlder(ColumnTotal older) {
    count += older.count;
    add(older.micros);
    if (older.beyondMicros.signum() != 0) {
      beyondMicros = beyondMicros.add(older.beyondMicros);
    }
    if (min == null || older.min != null && Decimals.compare(older.min, min) < 0) {
      min = older.min;
    }
    if (max == null || older.max != null && Decimals.compare(older.max, max) > 0) {
      max = older.max;
    }
    if (older.firstTime <= firstTime) {
      first = older.first;
      firstTime = older.firstTime;
    }
  }

  void write(BlobWriter out, int needs) {
    out.unsigned(count);
    if ((needs & SUM) != 0) {
      out.number(sum());
    }
    if ((needs & MIN) != 0) {
      Cell.write(out, min);
    }
    if ((needs & MAX) != 0) {
      Cell.write(out, max);
    }
    if ((needs & FIRST) != 0) {
      Cell.write(out, first);
      if (first != null) {
        out.signed(firstTime - TimeCode.EPOCH);
      }
    }
  }

  static ColumnTotal read(BlobReader in, int needs) {
    ColumnTotal total = new ColumnTotal();
    total.count = in.unsigned();
    if ((needs & SUM) != 0) {
      total.add(in.number());
    }
    if ((needs & MIN) != 0) {
      total.min = Cell.read(in);
    }
    if ((needs & MAX) != 0) {
      total.max = Cell.read(in);
    }
    if ((needs & FIRST) != 0) {
      total.first = Cell.read(in);
      if (total.first != null) {
        total.firstTime = TimeCode.EPOCH + in.signed();
      }
    }
    return total;
  }
}

package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.pipeline.job.Intake.Origin;
import java.util.Arrays;
import java.util.List;

/**
 * Of each partition the offset of the last record that was handled. What a subtask handles of a
 * partition comes in order, so that all records of its customers up to there have been, and none
 * beyond. Mutable.
 */
final class Positions {
  static final long NONE = -1;

  private static final long[] NO_PARTITIONS = {};

  /** By the number of the inlet and of the partition. */
  private long[][] last = {};

  void handled(Origin origin) {
    if (origin.inlet() >= 0) {
      put(origin.inlet(), origin.partition(), origin.offset());
    }
  }

  private void put(int inlet, int partition, long offset) {
    if (inlet >= last.length) {
      int before = last.length;
      last = Arrays.copyOf(last, inlet + 1);
      Arrays.fill(last, before, last.length, NO_PARTITIONS);
    }
    if (partition >= last[inlet].length) {
      int before = last[inlet].length;
      last[inlet] = Arrays.copyOf(last[inlet], partition + 1);
      Arrays.fill(last[inlet], before, partition + 1, NONE);
    }
    last[inlet][partition] = offset;
  }

  /** The offset of the last record; {@link #NONE} where there was none. */
  long of(int inlet, int partition) {
    return inlet < last.length && partition < last[inlet].length ? last[inlet][partition] : NONE;
  }

  /** As many partitions of an inlet may have an offset. */
  int partitions(int inlet) {
    return inlet < last.length ? last[inlet].length : 0;
  }

  Positions copy() {
    Positions copy = new Positions();
    copy.last = new long[last.length][];
    for (int inlet = 0; inlet < last.length; inlet++) {
      copy.last[inlet] = last[inlet].clone();
    }
    return copy;
  }

  /** How many records lie between that and this, those of other subtasks as well. */
  long after(Positions earlier) {
    long records = 0;
    for (int inlet = 0; inlet < last.length; inlet++) {
      for (int partition = 0; partition < last[inlet].length; partition++) {
        records += last[inlet][partition] - earlier.of(inlet, partition);
      }
    }
    return records;
  }

  /**
   * Writes it.
   *
   * @param topics of the inlets, by which it is told where another job reads them by other numbers
   */
  void write(BlobWriter out, List<String> topics) {
    out.unsigned(last.length);
    for (int inlet = 0; inlet < last.length; inlet++) {
      out.text(topics.get(inlet));
      out.unsigned(last[inlet].length);
      for (long offset : last[inlet]) {
        out.signed(offset);
      }
    }
  }

  /** Takes in what {@link #write} wrote; of each partition the greater offset stays. */
  void read(BlobReader in, List<String> topics) {
    for (int inlets = in.count(); inlets > 0; inlets--) {
      int inlet = topics.indexOf(in.text());
      int partitions = in.count();
      for (int partition = 0; partition < partitions; partition++) {
        long offset = in.signed();
        if (inlet >= 0 && offset > of(inlet, partition)) {
          put(inlet, partition, offset);
        }
      }
    }
  }
}

package io.offerflow.pipeline.job;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;

/**
 * What is made of past events of the customer at hand, beside her state. It carries the number of
 * the attempt that made it: another attempt pays no heed to it.
 *
 * <p>While the keyed state is frozen what changes is kept in memory, so that no event waits for it;
 * {@link #writeLater} writes it, at the latest before the next snapshot.
 */
final class FoldedFeatures {
  /** No attempt. */
  static final long NONE = 0;

  static final String STATE_NAME = "backfilled";

  /** Of so many customers at most; whoever changes those of more waits. */
  static final int MOST_LATER = 10_000;

  private static final byte[] NOTHING = {};

  /** What the state will be of those whose could not be written, or {@link #NOTHING}. */
  private final Map<String, byte[]> later = new HashMap<>();

  private TaskBackfill.Task task;
  private ValueState<byte[]> state;

  /** Before anybody is looked at; there is no such state until the first back-fill. */
  void open(TaskBackfill.Task ofOperator) {
    if (state == null) {
      task = ofOperator;
      state =
          task.state(new ValueStateDescriptor<>(STATE_NAME, BytePrimitiveArraySerializer.INSTANCE));
    }
  }

  /** What that attempt made of her; null for nothing. */
  byte[] of(long attempt) throws Exception {
    byte[] value = value();
    return value == null || attemptOf(value) != attempt
        ? null
        : Arrays.copyOfRange(value, Long.BYTES, value.length);
  }

  /** The attempt that made something of her; {@link #NONE} where none did. */
  long attempt() throws Exception {
    byte[] value = value();
    return value == null ? NONE : attemptOf(value);
  }

  private byte[] value() throws Exception {
    byte[] value = later.isEmpty() ? null : later.get(task.atHand());
    if (value == null) {
      return state.value();
    }
    return value == NOTHING ? null : value;
  }

  private static long attemptOf(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  /**
   * That attempt has made it of her.
   *
   * @param folded null for nothing
   */
  void put(long attempt, byte[] folded) throws Exception {
    change(
        folded == null
            ? NOTHING
            : ByteBuffer.allocate(Long.BYTES + folded.length).putLong(attempt).put(folded).array());
  }

  void clear() throws Exception {
    change(NOTHING);
  }

  private void change(byte[] value) throws Exception {
    if (task.isFrozen() && later.size() < MOST_LATER) {
      later.put(task.atHand(), value);
      return;
    }
    if (!later.isEmpty()) {
      later.remove(task.atHand());
    }
    write(value);
  }

  private void write(byte[] value) throws Exception {
    if (value == NOTHING) {
      state.clear();
    } else {
      state.update(value);
    }
  }

  /** Writes what could not be written; the same customer is at hand afterwards. */
  void writeLater() throws Exception {
    if (later.isEmpty()) {
      return;
    }
    String before = task.atHand();
    for (Map.Entry<String, byte[]> one : later.entrySet()) {
      task.look(one.getKey());
      write(one.getValue());
    }
    later.clear();
    task.look(before);
  }
}

package io.offerflow.pipeline.job;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;

/**
 * What is made of past events of the customer at hand, beside her state. It carries the number of
 * the attempt that made it: another attempt pays no heed to it.
 */
final class FoldedFeatures {
  /** No attempt. */
  static final long NONE = 0;

  static final String STATE_NAME = "backfilled";

  private ValueState<byte[]> state;

  /** Before anybody is looked at; there is no such state until the first back-fill. */
  void open(TaskBackfill.Task task) {
    if (state == null) {
      state =
          task.state(new ValueStateDescriptor<>(STATE_NAME, BytePrimitiveArraySerializer.INSTANCE));
    }
  }

  /** What that attempt made of her; null for nothing. */
  byte[] of(long attempt) throws Exception {
    byte[] value = state.value();
    return value == null || attemptOf(value) != attempt
        ? null
        : Arrays.copyOfRange(value, Long.BYTES, value.length);
  }

  /** The attempt that made something of her; {@link #NONE} where none did. */
  long attempt() throws Exception {
    byte[] value = state.value();
    return value == null ? NONE : attemptOf(value);
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
    if (folded == null) {
      state.clear();
    } else {
      state.update(
          ByteBuffer.allocate(Long.BYTES + folded.length).putLong(attempt).put(folded).array());
    }
  }

  void clear() {
    state.clear();
  }
}

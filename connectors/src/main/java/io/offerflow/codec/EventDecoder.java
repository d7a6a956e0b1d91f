package io.offerflow.codec;

import io.offerflow.event.Schema;

/** Reads one event from JSON. Not safe for two threads. */
public final class EventDecoder {
  /** For a record without a timestamp of its own, such as a line of a file. */
  public static final long NO_TIMESTAMP = Long.MIN_VALUE;

  /**
   * @param aheadMillis an event from further in the future than its record is refused
   */
  public EventDecoder(Schema schema, long aheadMillis) {}

  /**
   * @param recordTimestamp epoch milliseconds, or {@link #NO_TIMESTAMP}
   */
  public Decoded decode(byte[] json, long recordTimestamp) {
    throw new UnsupportedOperationException("being written");
  }
}

package io.offerflow.feed;

import io.offerflow.codec.Decoded;
import io.offerflow.event.Schema;
import io.offerflow.workspace.Feed;

/** Maps one record of a foreign feed onto an event. Not safe for two threads. */
public final class FeedDecoder {

  public FeedDecoder(Feed feed, Schema schema, long aheadMillis) {}

  /**
   * @param file what {@code {file}} stands for: a file's base name, or topic-partition
   * @param line what {@code {line}} stands for: the line from 1, or the offset
   * @param recordTimestamp epoch milliseconds, or {@link
   *     io.offerflow.codec.EventDecoder#NO_TIMESTAMP}
   */
  public Decoded decode(byte[] record, String file, long line, long recordTimestamp) {
    throw new UnsupportedOperationException("being written");
  }
}

package io.offerflow.pipeline.job;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Whose a record is, as its header says in twice eight bytes.
 *
 * @param run of a task, from its start to its end; 0 when the record does not say
 * @param checkpoint the last one that the run had saved its state for, or began from: a run that
 *     begins from a later one knows of the record, one that begins from this or an earlier one does
 *     not
 */
public record WrittenBy(long run, long checkpoint) {
  private static final String HEADER = "offerflow-checkpoint";

  /** Of records that nobody signed. */
  static final WrittenBy UNKNOWN = new WrittenBy(0, 0);

  void sign(Headers headers) {
    byte[] both = ByteBuffer.allocate(2 * Long.BYTES).putLong(run).putLong(checkpoint).array();
    headers.add(HEADER, both);
  }

  /** Of a record with these headers. */
  public static WrittenBy of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value().length != 2 * Long.BYTES) {
      return UNKNOWN;
    }
    ByteBuffer both = ByteBuffer.wrap(header.value());
    return new WrittenBy(both.getLong(), both.getLong());
  }
}

package io.offerflow.feature;

import io.offerflow.blob.BlobWriter;

/** What one store holds of one customer. */
interface Kept {
  /** The plan that it is kept by. */
  Store store();

  boolean isEmpty();

  /** Time of the newest event; of no meaning where events never get too old. */
  long newest();

  /** What has to be known to read the times, at most {@link TimeCode#HEAD_BITS} bits. */
  int head();

  /**
   * Writes everything but the head and the time of the newest event.
   *
   * @param head what {@link #head} says
   */
  void write(BlobWriter out, int head);
}

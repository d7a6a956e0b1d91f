package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;

/**
 * Everything known of one customer. Handed to {@link Decider#decide}, which consumes it: use the
 * one in the outcome afterwards.
 */
public final class CustomerState {
  CustomerState() {}

  /** Writes it in the newest form; the first byte is the form's version. */
  public void write(BlobWriter out) {
    throw new UnsupportedOperationException("being written");
  }

  /** Reads any form that was ever released. */
  public static CustomerState read(BlobReader in) {
    throw new UnsupportedOperationException("being written");
  }
}

package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.CorruptBlobException;

/**
 * Reads the states of customers, one after the other. A state that its only owner gives back
 * becomes the next one, so that reading costs hardly any objects. For one thread.
 */
public final class StateReader {
  /** A state that nobody has; null for none. */
  private CustomerState free;

  /**
   * Reads any form that was ever released.
   *
   * @param bytes must not change afterwards
   * @throws CorruptBlobException as {@link CustomerState#read} does
   */
  public CustomerState read(byte[] bytes) {
    CustomerState given = free;
    free = null;
    BlobReader in = given == null ? new BlobReader(bytes) : given.parts.readerOf(bytes);
    return StateForm.read(in, given);
  }

  /**
   * Gives back a state that nobody will look at any more: it becomes that of another customer.
   *
   * @param done of the last outcome of hers, once it is written
   */
  public void giveBack(CustomerState done) {
    free = done;
  }
}

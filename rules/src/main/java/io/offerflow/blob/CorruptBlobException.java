package io.offerflow.blob;

/** Bytes that are no state of a customer. The message holds positions, never content. */
public final class CorruptBlobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptBlobException(String message) {
    super(message);
  }
}

package io.offerflow.blob;

/** A part of a customer's state that can be written as bytes, or left out where it is empty. */
public interface Written {

  boolean isEmpty();

  /** Writes it as its own {@code read} wants it. */
  void write(BlobWriter out);
}

package io.offerflow.codec;

/**
 * A record that is no event.
 *
 * @param position {@code events.ndjson:7}, or {@code topic-partition@offset}
 * @param original the record's bytes as they came
 */
public record DeadLetter(String reason, String position, byte[] original) {

  /** The record for {@code offerflow.dead-letters}. */
  public byte[] toJson() {
    throw new UnsupportedOperationException("being written");
  }
}

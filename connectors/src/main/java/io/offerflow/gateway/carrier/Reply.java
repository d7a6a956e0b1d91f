package io.offerflow.gateway.carrier;

/**
 * A message that somebody sent back. Personal as a whole.
 *
 * @param from the address that it came from
 * @param text what it says
 * @param further whether it is a later part of a long message: its first word begins nothing
 */
public record Reply(String from, String text, boolean further) {
  /** All of a message, or its first part. */
  public Reply(String from, String text) {
    this(from, text, false);
  }

  /** Nothing personal. */
  @Override
  public String toString() {
    return "a reply";
  }
}

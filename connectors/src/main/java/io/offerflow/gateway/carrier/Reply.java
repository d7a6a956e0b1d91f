package io.offerflow.gateway.carrier;

/**
 * A message that somebody sent back. Personal as a whole.
 *
 * @param from the address that it came from
 * @param text what it says
 */
public record Reply(String from, String text) {
  /** Nothing personal. */
  @Override
  public String toString() {
    return "a reply";
  }
}
